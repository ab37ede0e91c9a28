import { Logger } from '@nestjs/common';

import { type ProblemContext, toProblem } from '../../platform/http/errors/index.js';
import type { AuthenticatedSocket } from '../../platform/realtime/index.js';
import type { TurnReader } from '../application/ports/turn-journals.port.js';
import type { ChatEvent } from '../application/ports/chat-event.js';
import { payloadOf } from './chat-payload.js';

/** Packets that may wait in a slow client's connection; above, text gathers in the journal and goes out as one. */
const MOST_WAITING = 16;

const logger = new Logger('Chat');

/** Sends the events of one answer to one socket until it ends or the socket leaves. */
export class SocketStream {
  private readonly reader: TurnReader;
  private readonly pump = () => {
    try {
      this.send();
    } catch (error) {
      this.breakOff(error);
    }
  };
  private waiting = false;

  constructor(
    private readonly socket: AuthenticatedSocket,
    private readonly messageId: string,
    follow: (onNews: () => void) => TurnReader,
    private readonly onEnd: () => void,
  ) {
    this.reader = follow(this.pump);
    // After the acknowledgement of the event that made us.
    setImmediate(this.pump);
  }

  /** The socket may not hear the rest, which is written all the same. */
  end(why: unknown): void {
    const { messageId, context } = this;
    this.socket.emit('message:failed', { messageId, problem: toProblem(why, context) });
    this.close();
  }

  close(): void {
    this.reader.close();
    this.socket.conn.off('drain', this.pump);
    this.onEnd();
  }

  private send(): void {
    const { conn } = this.socket;
    // Public at run time, and the only measure of how far a client lags.
    const { writeBuffer } = conn as unknown as { writeBuffer: unknown[] };
    const full = writeBuffer.length > MOST_WAITING;
    if (full !== this.waiting) {
      this.waiting = full;
      if (full) conn.on('drain', this.pump);
      else conn.off('drain', this.pump);
    }
    if (full || this.reader.ended) return;
    for (const event of this.reader.take()) this.emit(event);
    if (this.reader.ended) this.close();
  }

  private emit(event: ChatEvent): void {
    const { messageId, seq } = event;
    this.socket.emit(`message:${event.type}`, {
      messageId,
      seq,
      ...payloadOf(event, this.socket.data.caller, this.context),
    });
  }

  /** A defect ends this stream, and only this one; the client can resume. */
  private breakOff(error: unknown): void {
    logger.error({ err: error, requestId: this.context.requestId }, 'an answer could not be sent on');
    this.end(error);
  }

  private get context(): ProblemContext {
    const { data, nsp } = this.socket;
    return { locale: data.locale, requestId: this.messageId, instance: nsp.name };
  }
}
