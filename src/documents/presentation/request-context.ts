import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

import type { ProblemContext } from '../../platform/http/errors/index.js';
import { localeOf } from '../../platform/http/i18n/index.js';

/** The caller's language and the request's id: what texts of an answer depend on. */
export const TextContext = createParamDecorator((_: unknown, context: ExecutionContext): ProblemContext => {
  const request = context.switchToHttp().getRequest<Request & { requestId?: string }>();
  return {
    locale: localeOf(request.headers['accept-language']),
    requestId: request.requestId ?? '',
    instance: request.originalUrl.split('?')[0],
  };
});
