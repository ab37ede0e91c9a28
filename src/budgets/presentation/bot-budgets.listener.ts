import { Injectable } from '@nestjs/common';

import type { BotDeleted } from '../../bots/index.js';
import { OnDomainEvent } from '../../platform/events/index.js';
import { BudgetRepository } from '../application/ports/budget.repository.js';

/** The owner's text goes with the bot. */
@Injectable()
export class BotBudgetsListener {
  constructor(private readonly budgets: BudgetRepository) {}

  @OnDomainEvent('bot.deleted')
  async onBotDeleted({ botId }: BotDeleted): Promise<void> {
    await this.budgets.removeOfBot(botId);
  }
}
