import { Injectable } from '@nestjs/common';

import { type ChatModel, ChatModels } from '../../../ai/index.js';
import type { Bot } from '../../../bots/index.js';
import { BudgetGuard } from '../../../budgets/index.js';
import type { BudgetNote } from '../../../conversations/index.js';

/** A model, or what is said instead of asking one. */
export type Choice =
  { model: ChatModel; budget: BudgetNote | null } | { message: string; budget: BudgetNote };

@Injectable()
export class ChooseModelStep {
  constructor(
    private readonly models: ChatModels,
    private readonly budgets: BudgetGuard,
  ) {}

  /** The bot's own model, unless a budget is used up. Throws `ai.model_unknown`. */
  async run(bot: Bot): Promise<Choice> {
    const verdict = await this.budgets.check(bot);
    if (!verdict) {
      return { model: this.models.resolve(bot.config.model ?? this.models.defaultId), budget: null };
    }
    const { outcome, period } = verdict;
    const { scope, message, fallbackModel } = verdict.budget;
    const budget: BudgetNote = { outcome, scope, period };
    if (outcome === 'message') return { message: message ?? bot.config.fallbackMessage, budget };
    return { model: this.models.resolve(fallbackModel ?? this.models.defaultId), budget };
  }
}
