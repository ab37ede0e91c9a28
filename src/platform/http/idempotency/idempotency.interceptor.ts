import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { lastValueFrom, type Observable, of } from 'rxjs';

import { DomainError } from '../../../kernel/domain-error.js';
import type { Caller } from '../access/index.js';
import { assertCleanInput } from '../validation/index.js';
import { fingerprint } from './fingerprint.js';
import { IdempotentRequests } from './idempotent-requests.js';
import { IDEMPOTENT_SECRETS, withoutSecrets } from './idempotent-secrets.js';

const KEY = /^[\x21-\x7e]{1,255}$/;

/** Answers a repeated `Idempotency-Key` with the first result. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly requests: IdempotentRequests) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request & { caller?: Caller }>();
    const key = request.get('idempotency-key');
    if (key === undefined || !request.caller) return next.handle();
    if (!KEY.test(key)) throw new DomainError('idempotency.key_invalid', 'malformed');
    const body = request.body as unknown;
    if (body !== undefined) assertCleanInput(body);
    const { principal } = request.caller;
    const secrets = Reflect.getMetadata(IDEMPOTENT_SECRETS, context.getHandler()) as readonly string[];
    const path = request.originalUrl.split('?')[0];
    const outcome = await this.requests.once(
      { principal, key, fingerprint: fingerprint(request.method, path, body) },
      () => lastValueFrom(next.handle(), { defaultValue: undefined }),
      (answer) => withoutSecrets(answer, secrets),
    );
    if (outcome.replayed)
      context.switchToHttp().getResponse<Response>().setHeader('Idempotent-Replayed', 'true');
    return of(outcome.body);
  }
}
