import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';

import { localeOf } from '../i18n/index.js';
import { toProblem } from './problem.js';

/** Answers every error of an HTTP request as problem+json; the text of server errors stays in the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request & { requestId?: string }>();
    const response = http.getResponse<Response>();
    const problem = toProblem(error, {
      locale: localeOf(request.headers['accept-language']),
      requestId: request.requestId ?? '',
      instance: request.originalUrl.split('?')[0],
    });
    if (problem.status >= 500) {
      this.logger.error(
        { err: error, requestId: problem.requestId, code: problem.code },
        `${request.method} ${request.path} failed`,
      );
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (problem.retryAfter !== undefined) response.setHeader('Retry-After', String(problem.retryAfter));
    if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    response
      .status(problem.status)
      .setHeader('Content-Language', localeOf(request.headers['accept-language']))
      .type('application/problem+json')
      .send(JSON.stringify(problem));
  }
}
