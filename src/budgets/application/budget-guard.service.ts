import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { ModelPrices } from '../../ai/index.js';
import type { Bot } from '../../bots/index.js';
import { SpendLedger, type Spent } from '../../conversations/index.js';
import { Clock } from '../../kernel/clock.js';
import { type UtcDay, utcDay } from '../../kernel/utc-day.js';
import { Database } from '../../platform/database/index.js';
import { type Budget, type BudgetVerdict, deciding, hasLimit, verdictOf } from '../domain/budget.js';
import { BudgetRepository } from './ports/budget.repository.js';

/** How long another instance may take to notice a change of a budget; this one notices at once. */
const BUDGETS_MS = 5_000;
/** The same for what it has spent. */
const SPENT_MS = 2_000;
const MOST = 10_000;

type Payer = Pick<Bot, 'id' | 'workspaceId'>;

/**
 * Whether a bot may still spend. Asked before every answer, so it remembers: a turn of a bot without budgets costs one look
 * at a small table every five seconds, one with budgets a sum every two. What this instance spends itself it knows at once.
 *
 * A budget can be overshot by the answers that are being written when it is used up, and with several instances by what the
 * others spend within two seconds.
 */
@Injectable()
export class BudgetGuard {
  private readonly budgets = new LRUCache<string, Promise<Budget[]>>({ max: MOST, ttl: BUDGETS_MS });
  private readonly spent = new LRUCache<string, Promise<Spent>>({ max: MOST, ttl: SPENT_MS });

  constructor(
    private readonly repository: BudgetRepository,
    private readonly ledger: SpendLedger,
    private readonly prices: ModelPrices,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** What stands in for the bot's own model; undefined while there is money left, or no budget. */
  async check(bot: Payer): Promise<BudgetVerdict | undefined> {
    const budgets = (await this.budgetsOf(bot)).filter(hasLimit);
    if (budgets.length === 0) return undefined;
    const verdicts = await Promise.all(budgets.map((budget) => this.verdict(bot, budget)));
    return deciding(verdicts.filter((verdict) => verdict !== undefined));
  }

  /** Counts what was stored just now. */
  note(workspaceId: string, botId: string, micros: number): void {
    const day = this.today;
    for (const key of [keyOf(workspaceId, botId, day), keyOf(workspaceId, null, day)]) {
      void this.spent.peek(key)?.then((spent) => {
        spent.day += micros;
        spent.month += micros;
      });
    }
  }

  /** Once the open transaction has committed. */
  forget(): void {
    this.database.afterCommit(() => this.budgets.clear());
  }

  private async verdict({ workspaceId, id }: Payer, budget: Budget): Promise<BudgetVerdict | undefined> {
    const botId = budget.scope === 'bot' ? id : null;
    const day = this.today;
    const spent = await remembered(this.spent, keyOf(workspaceId, botId, day), () =>
      this.ledger.spent(workspaceId, botId, day),
    );
    return verdictOf(budget, spent, (model) => !this.prices.bills(model));
  }

  private budgetsOf({ workspaceId, id }: Payer): Promise<Budget[]> {
    return remembered(this.budgets, id, () => this.repository.of(workspaceId, id));
  }

  private get today(): UtcDay {
    return utcDay(this.clock.now());
  }
}

function keyOf(workspaceId: string, botId: string | null, day: UtcDay): string {
  return `${botId ?? workspaceId} ${day}`;
}

/** A failure is not remembered. */
function remembered<T>(cache: LRUCache<string, Promise<T>>, key: string, load: () => Promise<T>): Promise<T> {
  const known = cache.get(key);
  if (known) return known;
  const loading = load();
  cache.set(key, loading);
  loading.catch(() => {
    if (cache.peek(key) === loading) cache.delete(key);
  });
  return loading;
}
