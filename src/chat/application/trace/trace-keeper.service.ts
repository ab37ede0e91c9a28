import { setImmediate as nextTick } from 'node:timers/promises';

import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

import { AppConfig } from '../../../platform/config/index.js';
import { TraceStore } from '../ports/trace-store.port.js';
import { traceOf } from './trace-of.js';
import type { TurnTrail } from './turn-trail.js';

/** Answers that end close together are stored in one statement. */
const GATHER_MS = 200;
const MOST_AT_ONCE = 50;
/** When the database cannot keep up, the oldest go: nobody waits for a trace, and nothing depends on one. */
const MOST_WAITING = 500;

/**
 * Stores how answers came about, after their readers have them and off the path of the next one. A trace that cannot be
 * stored is lost, and the log says so.
 */
@Injectable()
export class TraceKeeper implements OnApplicationShutdown {
  private readonly logger = new Logger('Traces');
  private readonly waiting = new Map<string, TurnTrail>();
  private timer?: NodeJS.Timeout;
  private busy: Promise<void> = Promise.resolve();
  private lost = 0;

  constructor(
    private readonly store: TraceStore,
    private readonly config: AppConfig,
  ) {}

  /** Takes what is known of a turn that is over. Returns at once, and never throws. */
  keep(trail: TurnTrail): void {
    if (this.config.traceRetentionDays === 0) return;
    this.waiting.set(trail.turn.answer.id, trail);
    for (const oldest of this.waiting.keys()) {
      if (this.waiting.size <= MOST_WAITING) break;
      this.waiting.delete(oldest);
      this.lost += 1;
    }
    this.timer ??= setTimeout(() => void this.flush(), GATHER_MS).unref();
  }

  /** Resolves when what was kept so far is stored, or lost. */
  async settled(): Promise<void> {
    await this.flush();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.flush();
  }

  private flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    return (this.busy = this.busy.then(() => this.storeAll()));
  }

  private async storeAll(): Promise<void> {
    while (this.waiting.size > 0) {
      const batch = [...this.waiting.values()].slice(0, MOST_AT_ONCE);
      for (const { turn } of batch) this.waiting.delete(turn.answer.id);
      try {
        await this.storeBatch(batch);
      } catch (error) {
        this.lost += batch.length;
        this.logger.warn({ err: error }, `traces were not stored, ${this.lost} so far`);
      }
    }
  }

  private async storeBatch(batch: TurnTrail[]): Promise<void> {
    const traces = [];
    for (const trail of batch) {
      traces.push({ answerId: trail.turn.answer.id, trace: traceOf(trail) });
      await nextTick();
    }
    await this.store.save(traces);
  }
}
