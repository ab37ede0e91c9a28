import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { ApiConflictResponse, ApiHeader } from '@nestjs/swagger';

import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { IDEMPOTENT_SECRETS } from './idempotent-secrets.js';

/**
 * The route takes an `Idempotency-Key`: a repeat by the same caller returns the first result without doing anything.
 * With a key the handler runs inside one transaction, so it must not wait for a network, a model or a queue. Fields named
 * in `secrets` are not kept: a repeat shows null in their place.
 */
export const Idempotent = ({ secrets = [] }: { secrets?: readonly string[] } = {}) =>
  applyDecorators(
    SetMetadata(IDEMPOTENT_SECRETS, secrets),
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Any text of up to 255 characters; sending it again returns the first result. Kept for 7 days.',
    }),
    ApiConflictResponse({
      description: '`idempotency.key_reused`: the key went with another request before.',
    }),
  );
