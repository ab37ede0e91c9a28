import { type ArgumentsHost, Catch, Logger, type WsExceptionFilter } from '@nestjs/common';

import { newId } from '../../kernel/id.js';
import { DeniedAttempts } from '../audit/index.js';
import { requestContext } from '../http/context/index.js';
import { toProblem } from '../http/errors/index.js';
import type { AuthenticatedSocket } from './socket.js';

/** Answers every error of a socket event through its acknowledgement, as `{ok: false, problem}`. */
@Catch()
export class SocketProblemFilter implements WsExceptionFilter {
  private readonly logger = new Logger('Sockets');

  constructor(private readonly denied: DeniedAttempts) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const ws = host.switchToWs();
    const { data, nsp } = ws.getClient<AuthenticatedSocket>();
    const context = requestContext.getStore();
    const problem = toProblem(error, {
      locale: data.locale,
      requestId: context?.requestId ?? newId(),
      instance: nsp.name,
    });
    if (problem.status >= 500) {
      this.logger.error(
        { err: error, requestId: problem.requestId, code: problem.code },
        'socket event failed',
      );
    }
    if (context && !context.readOnly) {
      const target = { type: 'socket_event' as const, id: `${nsp.name} ${ws.getPattern()}` };
      this.denied.note({ target, status: problem.status, ids: ws.getData(), caller: data.caller }, context);
    }
    const acknowledge = host.getArgs<unknown[]>().find((arg) => typeof arg === 'function');
    if (typeof acknowledge === 'function') (acknowledge as (answer: object) => void)({ ok: false, problem });
  }
}
