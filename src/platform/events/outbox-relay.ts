import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { Database } from '../database/index.js';
import { EventHandlers } from './event-handlers.js';

interface OutboxRow {
  id: string;
  type: string;
  payload: unknown;
  attempts: number;
}

const BATCH = 200;
/** Safety net for events whose process died between commit and delivery, and for those of other instances. */
const POLL_MS = 5_000;
/** A claimed event is free again after this if its process dies. */
const CLAIM_SECONDS = 30;
const MAX_BACKOFF_SECONDS = 300;

/** Delivers outbox events to their listeners, at least once, oldest first within a batch. */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Outbox');
  private timer?: NodeJS.Timeout;
  private running?: Promise<void>;
  private again = false;
  private stopped = true;

  constructor(
    private readonly database: Database,
    private readonly handlers: EventHandlers,
  ) {}

  onApplicationBootstrap(): void {
    this.stopped = false;
    this.timer = setInterval(() => this.wake(), POLL_MS);
    this.timer.unref();
    this.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
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
      const results = await Promise.all(rows.map((row) => this.deliver(row)));
      const done = rows.filter((_, i) => results[i] === undefined).map((row) => row.id);
      if (done.length > 0) await this.database.query('DELETE FROM outbox_events WHERE id = ANY($1)', [done]);
      for (const [i, row] of rows.entries()) {
        if (results[i] !== undefined) await this.postpone(row, results[i]);
      }
      if (rows.length < BATCH) return;
    }
  }

  private async claim(): Promise<OutboxRow[]> {
    const rows = await this.database.query<OutboxRow>(
      `UPDATE outbox_events SET due_at = now() + make_interval(secs => $2), attempts = attempts + 1
       WHERE id IN (SELECT id FROM outbox_events WHERE due_at <= now() ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING id, type, payload, attempts`,
      [BATCH, CLAIM_SECONDS],
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
