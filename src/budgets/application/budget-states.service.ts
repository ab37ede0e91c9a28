import { Injectable } from '@nestjs/common';

import type { Bot } from '../../bots/index.js';
import { SpendLedger, type Spent } from '../../conversations/index.js';
import { Clock } from '../../kernel/clock.js';
import { dayAfter, firstOfMonth, firstOfNextMonth, startOf, utcDay } from '../../kernel/utc-day.js';
import { type Budget, type BudgetPeriod, unlimited, usedUp } from '../domain/budget.js';
import { BudgetRepository } from './ports/budget.repository.js';

/** What a budget is of: a bot, or a workspace with all its bots. */
export interface BudgetSubject {
  workspaceId: string;
  bot: Pick<Bot, 'id' | 'name'> | null;
}

/** A budget with what has been spent of it. */
export interface BudgetState {
  budget: Budget;
  spent: Spent;
  /** Answers of this month whose model has no known price: the budget knows nothing of them. */
  unpricedAnswers: number;
  exhausted: { period: BudgetPeriod; until: Date } | null;
}

@Injectable()
export class BudgetStates {
  constructor(
    private readonly budgets: BudgetRepository,
    private readonly ledger: SpendLedger,
    private readonly clock: Clock,
  ) {}

  /** `known` is the budget, for whoever has just written it. */
  async of({ workspaceId, bot }: BudgetSubject, known?: Budget): Promise<BudgetState> {
    const botId = bot?.id ?? null;
    const day = utcDay(this.clock.now());
    const [found, spent, { unpricedAnswers }] = await Promise.all([
      known ?? this.budgets.find(workspaceId, botId),
      this.ledger.spent(workspaceId, botId, day),
      this.ledger.totals(workspaceId, botId, { from: firstOfMonth(day), to: day }),
    ]);
    const budget = found ?? unlimited(bot ? 'bot' : 'workspace');
    const period = usedUp(budget, spent);
    const until = startOf(period === 'day' ? dayAfter(day) : firstOfNextMonth(day));
    return { budget, spent, unpricedAnswers, exhausted: period ? { period, until } : null };
  }
}
