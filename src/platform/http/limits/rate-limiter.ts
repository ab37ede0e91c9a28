import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';

import { AppConfig } from '../../config/index.js';
import { MemoryWindowStore } from './memory-window.store.js';
import { type RateLimitName, rateLimit, RATE_LIMITS, type Subject } from './rate-limits.js';
import { SharedWindowStore } from './shared-window.store.js';
import type { NamedBudget, WindowStore } from './window-store.js';

/** Who asks, by the kinds of subject that are known of them. */
export type Subjects = Partial<Record<Subject, string>>;

/** One budget as it stands, for the `RateLimit` headers. */
export interface Quota {
  budget: NamedBudget;
  remaining: number;
  resetSeconds: number;
}

/** What became of taking from the budgets of some limits. */
export interface Take {
  quotas: Quota[];
  /** Set when a budget was empty: the seconds after which it is not. */
  retryAfter?: number;
  /** What an attempt that did not fail has paid too much; of limits where failing costs more. */
  overpaid: { budget: NamedBudget; key: string; points: number }[];
}

const SLOWEST_REDIS_MS = 500;

/** Names and order of all budgets, made once. */
const BUDGETS = Object.fromEntries(
  (Object.keys(RATE_LIMITS) as RateLimitName[]).map((name) => [
    name,
    rateLimit(name).budgets.map((budget) => ({ ...budget, name: `${name}-${budget.per}` })),
  ]),
) as Record<RateLimitName, NamedBudget[]>;

/** Takes from the budgets of `rate-limits.ts`: in this process, or in Redis for several instances when REDIS_URL is set. */
@Injectable()
export class RateLimiter implements OnApplicationShutdown {
  readonly enabled: boolean;
  readonly store: WindowStore;
  private readonly redis?: Redis;

  constructor(config: AppConfig) {
    this.enabled = config.rateLimits;
    if (this.enabled && config.redisUrl) this.redis = connection(config.redisUrl);
    this.store = this.redis ? new SharedWindowStore(this.redis) : new MemoryWindowStore();
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }

  /** Takes from every budget of the limits that has a subject. Never throws. */
  async take(names: readonly RateLimitName[], subjects: Subjects): Promise<Take> {
    const wanted = names.flatMap((name) => this.chargesOf(name, subjects));
    const waits = wanted.map(({ budget, key }) => this.store.exhaustedFor(budget, key));
    const longest = Math.max(0, ...waits);
    if (longest > 0) {
      const { budget } = wanted[waits.indexOf(longest)];
      const resetSeconds = Math.ceil(longest / 1_000);
      return { quotas: [{ budget, remaining: 0, resetSeconds }], retryAfter: resetSeconds, overpaid: [] };
    }
    return this.charge(wanted);
  }

  /** Whether a subject is over a budget as far as this process knows; takes nothing. */
  waitFor(name: RateLimitName, subjects: Subjects): number {
    const waits = this.chargesOf(name, subjects).map(({ budget, key }) =>
      this.store.exhaustedFor(budget, key),
    );
    return Math.ceil(Math.max(0, ...waits) / 1_000);
  }

  async refund({ overpaid }: Take): Promise<void> {
    await Promise.all(overpaid.map(({ budget, key, points }) => this.store.giveBack(budget, key, points)));
  }

  private chargesOf(name: RateLimitName, subjects: Subjects): Charge[] {
    const { failed = 1 } = rateLimit(name);
    return BUDGETS[name].flatMap((budget) => {
      const key = subjects[budget.per];
      return key === undefined ? [] : [{ budget, key, points: failed }];
    });
  }

  /**
   * All at once, one round trip. Only where failing costs more, one after the other: an attempt that its address may not
   * make must take nothing from the account, or one address could use up what everybody has.
   */
  private async charge(charges: Charge[]): Promise<Take> {
    const take: Take = { quotas: [], overpaid: [] };
    const ordered = charges.some(({ points }) => points > 1);
    const pay = async (charge: Charge) => this.pay(charge, take);
    if (!ordered) await Promise.all(charges.map(pay));
    for (const charge of ordered ? charges : []) {
      if (take.retryAfter === undefined) await pay(charge);
    }
    return take;
  }

  private async pay({ budget, key, points }: Charge, take: Take): Promise<void> {
    const { used, msLeft } = await this.store.add(budget, key, points);
    const resetSeconds = Math.max(1, Math.ceil(Math.floor(msLeft) / 1_000));
    take.quotas.push({ budget, remaining: Math.max(0, budget.points - used), resetSeconds });
    if (used > budget.points) take.retryAfter = Math.max(take.retryAfter ?? 0, resetSeconds);
    else if (points > 1) take.overpaid.push({ budget, key, points: points - 1 });
  }
}

interface Charge {
  budget: NamedBudget;
  key: string;
  points: number;
}

/** Fails at once while Redis is away instead of keeping requests waiting. */
function connection(url: string): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: SLOWEST_REDIS_MS,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(attempt * 200, 2_000),
  });
  const logger = new Logger('RateLimits');
  // Told once by the store; without a listener every attempt to reconnect would be printed.
  redis.on('error', (error) => logger.debug(error.message));
  return redis;
}
