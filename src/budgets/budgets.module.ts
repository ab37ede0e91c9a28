import { Module } from '@nestjs/common';

import { AiModule } from '../ai/index.js';
import { BotsModule } from '../bots/index.js';
import { ConversationsModule } from '../conversations/index.js';
import { Clock, SystemClock } from '../kernel/clock.js';
import { BudgetGuard } from './application/budget-guard.service.js';
import { BudgetEditor } from './application/budget-editor.service.js';
import { BudgetStates } from './application/budget-states.service.js';
import { BudgetsService } from './application/budgets.service.js';
import { BudgetRepository } from './application/ports/budget.repository.js';
import { SpendService } from './application/spend.service.js';
import { PostgresBudgetRepository } from './infrastructure/postgres-budget.repository.js';
import { BotBudgetController } from './presentation/bot-budget.controller.js';
import { BotBudgetsListener } from './presentation/bot-budgets.listener.js';
import { WorkspaceSpendController } from './presentation/workspace-spend.controller.js';

/** What answers cost, and how much they may. */
@Module({
  imports: [AiModule, BotsModule, ConversationsModule],
  controllers: [BotBudgetController, WorkspaceSpendController],
  providers: [
    BudgetGuard,
    BudgetStates,
    BudgetEditor,
    BudgetsService,
    SpendService,
    BotBudgetsListener,
    { provide: BudgetRepository, useClass: PostgresBudgetRepository },
    { provide: Clock, useClass: SystemClock },
  ],
  exports: [BudgetGuard],
})
export class BudgetsModule {}
