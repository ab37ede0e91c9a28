import { Injectable } from '@nestjs/common';

import type { DomainEvent } from '../../kernel/domain-event.js';
import { Database } from '../database/index.js';
import { OutboxRelay } from './outbox-relay.js';

/** Where application services put domain events. */
@Injectable()
export class Outbox {
  constructor(
    private readonly database: Database,
    private readonly relay: OutboxRelay,
  ) {}

  /**
   * Stores the events in the open transaction; they are delivered after it commits, at least once. Throws when no
   * transaction is open, since an event apart from its change may be lost or lie.
   */
  async publish(...events: DomainEvent[]): Promise<void> {
    if (!this.database.inTransaction) throw new Error('Outbox.publish needs an open transaction');
    if (events.length === 0) return;
    await this.database.query(
      `INSERT INTO outbox_events (id, type, payload)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::jsonb[])`,
      [events.map((e) => e.eventId), events.map((e) => e.type), events.map((e) => JSON.stringify(e))],
    );
    this.database.afterCommit(() => this.relay.wake());
  }
}
