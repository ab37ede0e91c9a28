import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';

import { newId } from '../../kernel/id.js';
import { requestContext } from '../http/context/index.js';

const REQUEST_ID = /^[\w.-]{8,64}$/;
/** Asked every few seconds by probes; worth a line only when they fail. */
const QUIET = /^\/(health|metrics)/;

/**
 * Gives every request an id (a caller's own `X-Request-Id` is kept), answers with it, and writes one line when the
 * response is over. Neither query strings nor bodies are logged: they may hold what people asked.
 */
export function requestLog(logger: Logger) {
  return (
    request: Request & { requestId?: string; caller?: { userId: string } },
    response: Response,
    next: NextFunction,
  ): void => {
    const given = request.get('x-request-id');
    const requestId = given && REQUEST_ID.test(given) ? given : newId();
    const started = performance.now();
    const path = request.originalUrl.split('?')[0];
    request.requestId = requestId;
    response.setHeader('X-Request-Id', requestId);
    response.on('close', () => {
      const status = response.writableFinished ? response.statusCode : 499;
      const level = status >= 500 ? 'warn' : QUIET.test(path) ? 'trace' : 'debug';
      if (logger.isLevelEnabled(level)) {
        const ms = Math.round(performance.now() - started);
        logger[level](
          {
            context: 'Request',
            requestId,
            // Visitors are no users.
            userId: request.caller?.userId || undefined,
            method: request.method,
            path,
            status,
            ms,
          },
          'request',
        );
      }
    });
    requestContext.run(
      { requestId, ip: request.ip ?? '', userAgent: (request.get('user-agent') ?? '').slice(0, 300) },
      next,
    );
  };
}
