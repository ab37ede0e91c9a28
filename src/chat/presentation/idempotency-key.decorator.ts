import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

import { DomainError } from '../../kernel/domain-error.js';

/** The `Idempotency-Key` header, or undefined. Throws `idempotency.key_invalid` (malformed). */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const key = context.switchToHttp().getRequest<Request>().get('idempotency-key');
  if (key !== undefined && !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new DomainError('idempotency.key_invalid', 'malformed');
  }
  return key;
});
