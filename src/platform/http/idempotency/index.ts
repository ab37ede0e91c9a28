export { idempotencyMessages } from './idempotency.messages.js';
export { IdempotencyModule } from './idempotency.module.js';
export { Idempotent } from './idempotent.decorator.js';
