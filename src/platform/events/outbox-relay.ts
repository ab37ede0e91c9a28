import { setTimeout as delay } from 'node:timers/promises';

import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { Database } from '../database/index.js';
import { EventHandlers } from './event-handlers.js';

interface OutboxRow {
  id: string;
  type: string;
  payload: unknown;
  attempts: number;
}

interface Delivery {
  row: OutboxRow;
  /** Undefined when every listener has taken the event. */
  error: Error | undefined;
}

const BATCH = 200;
/** Safety net for events whose process died between commit and delivery, and for those of other instances. */
const POLL_MS = 5_000;
/** A claimed event is free again after this if its process dies. */
const CLAIM_SECONDS = 30;
/** Listeners that need longer go on beside the next events. */
const PATIENCE_MS = 200;
const MAX_BACKOFF_SECONDS = 300;

/** Delivers outbox events to their listeners, at least once, oldest first within a batch. */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Outbox');
  private timer?: NodeJS.Timeout;
  private running?: Promise<void>;
  private again = false;
  /** What takes long: it is held against being claimed again, and waited for at the end. */
  private readonly slow = new Map<string, Promise<void>>();
  private stopped = true;

  constructor(
    private readonly database: Database,
    private readonly handlers: EventHandlers,
  ) {}

  onApplicationBootstrap(): void {
    this.stopped = false;
    this.timer = setInterval(() => {
      this.hold().catch((error: Error) => this.logger.warn(`claims are not held: ${error.message}`));
      this.wake();
    }, POLL_MS);
    this.timer.unref();
    this.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
    await Promise.all(this.slow.values());
  }

  /** Delivers what is due soon; calls during a delivery are folded into one more pass. */
  wake(): void {
    if (this.stopped) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.drain()
      .catch((error: Error) => this.logger.error(`delivery paused: ${error.message}`))
      .finally(() => {
        this.running = undefined;
        if (this.again) {
          this.again = false;
          this.wake();
        }
      });
  }

  private async drain(): Promise<void> {
    for (;;) {
      const rows = this.stopped ? [] : await this.claim();
      if (rows.length === 0) return;
      const ended: Delivery[] = [];
      const all = rows.map(async (row) => {
        const delivery = { row, error: await this.deliver(row) };
        if (!this.slow.has(row.id)) ended.push(delivery);
        return delivery;
      });
      await quickly(Promise.all(all));
      const quick = new Set(ended.map(({ row }) => row.id));
      for (const [i, { id }] of rows.entries()) if (!quick.has(id)) this.leave(id, all[i]);
      await this.settle(ended);
      if (rows.length < BATCH) return;
    }
  }

  private leave(id: string, delivery: Promise<Delivery>): void {
    const end = delivery
      .then((ended) => this.settle([ended]))
      .catch((error: Error) => this.logger.error(`${id} comes again: ${error.message}`))
      .finally(() => {
        this.slow.delete(id);
        // There may be more than could be claimed beside it.
        this.wake();
      });
    this.slow.set(id, end);
  }

  private async settle(deliveries: Delivery[]): Promise<void> {
    const done = deliveries.filter(({ error }) => !error).map(({ row }) => row.id);
    if (done.length > 0) await this.database.query('DELETE FROM outbox_events WHERE id = ANY($1)', [done]);
    for (const { row, error } of deliveries) if (error) await this.postpone(row, error);
  }

  private async hold(): Promise<void> {
    if (this.slow.size === 0) return;
    await this.database.query(
      'UPDATE outbox_events SET due_at = now() + make_interval(secs => $2) WHERE id = ANY($1)',
      [[...this.slow.keys()], CLAIM_SECONDS],
    );
  }

  private async claim(): Promise<OutboxRow[]> {
    const rows = await this.database.query<OutboxRow>(
      `UPDATE outbox_events SET due_at = now() + make_interval(secs => $2), attempts = attempts + 1
       WHERE id IN (SELECT id FROM outbox_events WHERE due_at <= now() AND NOT id = ANY($3::uuid[])
         ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING id, type, payload, attempts`,
      [Math.max(0, BATCH - this.slow.size), CLAIM_SECONDS, [...this.slow.keys()]],
      { prepare: 'outbox_claim' },
    );
    return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** The first listener's error, or undefined when all have taken the event. */
  private async deliver(row: OutboxRow): Promise<Error | undefined> {
    for (const handler of this.handlers.of(row.type)) {
      try {
        await handler(row.payload);
      } catch (error) {
        return error instanceof Error ? error : new Error(String(error));
      }
    }
    return undefined;
  }

  private async postpone(row: OutboxRow, error: Error): Promise<void> {
    const seconds = Math.min(MAX_BACKOFF_SECONDS, 2 ** row.attempts);
    this.logger.warn(
      `${row.type} ${row.id} failed (attempt ${row.attempts}), again in ${seconds} s: ${error.message}`,
    );
    await this.database.query(
      'UPDATE outbox_events SET due_at = now() + make_interval(secs => $2), last_error = $3 WHERE id = $1',
      [row.id, seconds, error.message.slice(0, 500)],
    );
  }
}

/** Resolves with the work, or when it takes long. */
async function quickly(work: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  await Promise.race([work, delay(PATIENCE_MS, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}
