import { type ArgumentsHost, Catch, Logger, type WsExceptionFilter } from '@nestjs/common';

import { newId } from '../../kernel/id.js';
import { toProblem } from '../http/errors/index.js';
import type { AuthenticatedSocket } from './socket.js';

/** Answers every error of a socket event through its acknowledgement, as `{ok: false, problem}`. */
@Catch()
export class SocketProblemFilter implements WsExceptionFilter {
  private readonly logger = new Logger('Sockets');

  catch(error: unknown, host: ArgumentsHost): void {
    const socket = host.switchToWs().getClient<AuthenticatedSocket>();
    const problem = toProblem(error, {
      locale: socket.data.locale,
      requestId: newId(),
      instance: socket.nsp.name,
    });
    if (problem.status >= 500) {
      this.logger.error(
        { err: error, requestId: problem.requestId, code: problem.code },
        'socket event failed',
      );
    }
    const acknowledge = host.getArgs<unknown[]>().find((arg) => typeof arg === 'function');
    if (typeof acknowledge === 'function') (acknowledge as (answer: object) => void)({ ok: false, problem });
  }
}
