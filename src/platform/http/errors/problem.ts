import { HttpException } from '@nestjs/common';

import { DomainError, type ErrorKind, type FieldProblem } from '../../../kernel/domain-error.js';
import { type Locale, message } from '../i18n/index.js';

/** The one table from kind to status. */
export const STATUS: Record<ErrorKind, number> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  timeout: 408,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  invalid: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
  storage_full: 507,
};

/** An RFC 9457 problem document, the same over HTTP, SSE and sockets. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance?: string;
  code: string;
  requestId: string;
  retryAfter?: number;
  errors?: { path: string; code: string; message: string }[];
}

export interface ProblemContext {
  locale: Locale;
  requestId: string;
  instance?: string;
}

export function toProblem(error: unknown, context: ProblemContext): Problem {
  const { code, kind, params, fields, retryAfter } = toDomainError(error);
  const { locale } = context;
  const status = STATUS[kind];
  return {
    type: `https://kyrochat.dev/problems/${code.replaceAll('.', '/')}`,
    title: message(locale, `kind.${kind}`),
    status,
    detail: message(locale, code, params),
    instance: context.instance,
    code,
    requestId: context.requestId,
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(fields.length === 0
      ? {}
      : {
          errors: fields.map((f: FieldProblem) => ({
            path: f.path,
            code: f.code,
            message: message(locale, f.code, f.params),
          })),
        }),
  };
}

/** PostgreSQL conditions under which the same request may succeed a moment later. */
const DATABASE_UNAVAILABLE = /^(08|53|57P|58)|^(40001|40P01|55P03|57014|25P03)$/;
const CONNECTION_LOST = /ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT/;

/** Gives every error a stable code: our own keep theirs, those of libraries are recognised, the rest is internal. */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof HttpException) return fromHttpException(error);
  const {
    code = '',
    type = '',
    status,
    message: text = '',
  } = (error ?? {}) as Record<string, string & number>;
  const name = String(code);
  if (name === '22P05' || name === '22021')
    return new DomainError('request.invalid_text', 'malformed', { cause: error });
  if (
    DATABASE_UNAVAILABLE.test(name) ||
    CONNECTION_LOST.test(name) ||
    /timeout exceeded when trying to connect|Connection terminated/.test(String(text))
  ) {
    return new DomainError('service.unavailable', 'unavailable', { retryAfter: 2, cause: error });
  }
  if (type) return fromBodyParser(String(type), Number(status), error);
  return new DomainError('internal.error', 'internal', { cause: error });
}

function fromBodyParser(type: string, status: number, cause: unknown): DomainError {
  if (type === 'entity.too.large') return new DomainError('request.too_large', 'too_large', { cause });
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') {
    return new DomainError('request.unsupported_encoding', 'unsupported', { cause });
  }
  if (status >= 400 && status < 500) return new DomainError('request.malformed', 'malformed', { cause });
  return new DomainError('internal.error', 'internal', { cause });
}

function fromHttpException(error: HttpException): DomainError {
  const byStatus: Record<number, [string, ErrorKind]> = {
    400: ['request.malformed', 'malformed'],
    401: ['auth.unauthenticated', 'unauthenticated'],
    403: ['access.forbidden', 'forbidden'],
    404: ['route.not_found', 'not_found'],
    408: ['request.timeout', 'timeout'],
    413: ['request.too_large', 'too_large'],
    415: ['request.unsupported_type', 'unsupported'],
  };
  const [code, kind] = byStatus[error.getStatus()] ?? ['internal.error', 'internal'];
  return new DomainError(code, kind, { cause: error });
}
