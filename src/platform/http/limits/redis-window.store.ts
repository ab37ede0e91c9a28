import type { Redis } from 'ioredis';
import { RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';

import { type NamedBudget, type Usage, WindowStore } from './window-store.js';

const PREFIX = 'kyro:limit';

/** Counts in Redis, atomically, so that several instances share every budget. Throws what Redis throws. */
export class RedisWindowStore extends WindowStore {
  private readonly limiters = new Map<string, RateLimiterRedis>();

  constructor(private readonly redis: Redis) {
    super();
  }

  async add(budget: NamedBudget, key: string, points: number): Promise<Usage> {
    const msLeft = this.exhaustedFor(budget, key);
    if (msLeft > 0) return { used: budget.points + points, msLeft };
    const usage = await this.limiterOf(budget)
      .consume(key, points)
      .catch((refusal: unknown) => {
        if (refusal instanceof Error) throw refusal;
        return refusal as RateLimiterRes;
      });
    return { used: usage.consumedPoints, msLeft: usage.msBeforeNext };
  }

  async giveBack(budget: NamedBudget, key: string, points: number): Promise<void> {
    await this.limiterOf(budget).reward(key, points);
  }

  exhaustedFor(budget: NamedBudget, key: string): number {
    const limiter = this.limiterOf(budget) as RateLimiterRedis & InMemoryBlock;
    return Math.max(0, limiter.getInMemoryBlockMsBeforeExpire(limiter.getKey(key)));
  }

  async recalls(key: string): Promise<boolean> {
    return (await this.redis.exists(`${PREFIX}:known:${key}`)) === 1;
  }

  async remember(key: string, seconds: number): Promise<void> {
    await this.redis.set(`${PREFIX}:known:${key}`, '1', 'EX', seconds);
  }

  private limiterOf(budget: NamedBudget): RateLimiterRedis {
    const known = this.limiters.get(budget.name);
    if (known) return known;
    const limiter = new RateLimiterRedis({
      storeClient: this.redis,
      rejectIfRedisNotReady: true,
      keyPrefix: `${PREFIX}:${budget.name}`,
      points: budget.points,
      duration: budget.seconds,
      // Whoever is over the budget is refused from memory until the window ends.
      inMemoryBlockOnConsumed: budget.points + 1,
    });
    this.limiters.set(budget.name, limiter);
    return limiter;
  }
}

/** A method that the types of the package leave out. */
interface InMemoryBlock {
  getInMemoryBlockMsBeforeExpire(key: string): number;
}
