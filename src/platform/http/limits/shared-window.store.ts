import { Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';

import { MemoryWindowStore } from './memory-window.store.js';
import { RedisWindowStore } from './redis-window.store.js';
import { type NamedBudget, type Usage, WindowStore } from './window-store.js';

/** How long Redis is left alone after a failure, so that a slow one does not slow every request. */
const PAUSE_MS = 2_000;

/** Counts in Redis and, while it is away, in this process: limits get looser then, but requests never fail for it. */
export class SharedWindowStore extends WindowStore {
  private readonly logger = new Logger('RateLimits');
  private readonly memory = new MemoryWindowStore();
  private readonly shared: RedisWindowStore;
  private pausedUntil = 0;
  private away = false;

  constructor(redis: Redis) {
    super();
    this.shared = new RedisWindowStore(redis);
  }

  add(budget: NamedBudget, key: string, points: number): Promise<Usage> {
    return this.either((store) => store.add(budget, key, points));
  }

  giveBack(budget: NamedBudget, key: string, points: number): Promise<void> {
    return this.either((store) => store.giveBack(budget, key, points));
  }

  exhaustedFor(budget: NamedBudget, key: string): number {
    return (this.away ? this.memory : this.shared).exhaustedFor(budget, key);
  }

  recalls(key: string): Promise<boolean> {
    return this.either((store) => store.recalls(key));
  }

  /** Here as well: known addresses stay known while Redis is away. */
  async remember(key: string, seconds: number): Promise<void> {
    await this.memory.remember(key, seconds);
    await this.either((store) => store.remember(key, seconds));
  }

  private async either<T>(ask: (store: WindowStore) => Promise<T>): Promise<T> {
    if (performance.now() < this.pausedUntil) return ask(this.memory);
    try {
      const answer = await ask(this.shared);
      if (this.away) this.logger.log('Redis is back: rate limits are shared again');
      this.away = false;
      return answer;
    } catch (error) {
      if (!this.away) {
        this.logger.warn(
          `Redis does not answer (${(error as Error).message}): rate limits count in this process`,
        );
      }
      this.away = true;
      this.pausedUntil = performance.now() + PAUSE_MS;
      return ask(this.memory);
    }
  }
}
