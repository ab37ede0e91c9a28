import { Injectable, Logger } from '@nestjs/common';
import { ChatMeter, type MeteredCall } from '../../application/ports/chat-meter.port.js';

/** Writes one line per call, for whoever looks for what is slow: at level `debug`, or `warn` when the call failed. */
@Injectable()
export class LoggingChatMeter extends ChatMeter {
  private readonly logger = new Logger('Ai');

  record(call: MeteredCall): void {
    if (call.outcome.startsWith('ai.')) this.logger.warn({ ...call }, 'a model did not answer');
    else this.logger.debug({ ...call }, 'a model answered');
  }
}
