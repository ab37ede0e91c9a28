import { Injectable } from '@nestjs/common';

import type { DomainEvent } from '../../kernel/domain-event.js';
import { Database } from '../database/index.js';
import { EventHandlers } from './event-handlers.js';
import { OutboxRelay } from './outbox-relay.js';

/** Where application services put domain events. */
@Injectable()
export class Outbox {
  constructor(
    private readonly database: Database,
    private readonly relay: OutboxRelay,
    private readonly handlers: EventHandlers,
  ) {}

  /**
   * Stores the events in the open transaction; they are delivered after it commits, at least once. Throws when no
   * transaction is open, since an event apart from its change may be lost or lie. Events that nobody listens to are
   * not stored: a row that is written to be deleted would be the dearest part of reading a small document.
   */
  async publish(...events: DomainEvent[]): Promise<void> {
    if (!this.database.inTransaction) throw new Error('Outbox.publish needs an open transaction');
    const awaited = events.filter(({ type }) => this.handlers.of(type).length > 0);
    if (awaited.length === 0) return;
    await this.database.query(
      `INSERT INTO outbox_events (id, type, payload)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::jsonb[])`,
      [awaited.map((e) => e.eventId), awaited.map((e) => e.type), awaited.map((e) => JSON.stringify(e))],
    );
    this.database.afterCommit(() => this.relay.wake());
  }
}
