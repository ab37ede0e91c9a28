import { newId } from './id.js';

/**
 * A fact, in the past tense. Holds ids and primitives only, never live entities: it is written to the outbox as
 * JSON in the transaction of the change and delivered at least once, so listeners are idempotent by `eventId`.
 */
export abstract class DomainEvent {
  readonly eventId: string = newId();
  readonly occurredAt: string = new Date().toISOString();
  /** Stable name on the wire, `<thing>.<past participle>`. */
  abstract readonly type: string;
}
