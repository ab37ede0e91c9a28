import { Global, Module } from '@nestjs/common';

import { IdempotencyRetention } from './idempotency-retention.js';
import { IdempotentRequests } from './idempotent-requests.js';

@Global()
@Module({ providers: [IdempotentRequests, IdempotencyRetention], exports: [IdempotentRequests] })
export class IdempotencyModule {}
