import { Injectable } from '@nestjs/common';

import { ChatModels } from '../../ai/index.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { type AuditRecord, AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { type Budget, type BudgetSettings, dollarsOf } from '../domain/budget.js';
import { BudgetGuard } from './budget-guard.service.js';
import type { BudgetSubject } from './budget-states.service.js';
import { BudgetRepository } from './ports/budget.repository.js';

@Injectable()
export class BudgetEditor {
  constructor(
    private readonly budgets: BudgetRepository,
    private readonly guard: BudgetGuard,
    private readonly models: ChatModels,
    private readonly transactions: TransactionRunner,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * Replaces a budget. Throws `budget.message_required`, `budget.model_required` or `ai.model_unknown` (invalid) when what
   * is to happen at the limit cannot.
   */
  async set(subject: BudgetSubject, settings: BudgetSettings): Promise<Budget> {
    this.assertPossible(settings);
    const { workspaceId, bot } = subject;
    const updatedAt = this.clock.now();
    await this.transactions.run(async () => {
      await this.budgets.save(workspaceId, bot?.id ?? null, settings, updatedAt);
      await this.audit.record(auditOf(subject, settings));
      this.guard.forget();
    });
    return { ...settings, scope: bot ? 'bot' : 'workspace', updatedAt };
  }

  private assertPossible({ onLimit, message, fallbackModel }: BudgetSettings): void {
    if (onLimit === 'message' && message === null)
      throw new DomainError('budget.message_required', 'invalid');
    if (onLimit === 'fallback_model' && fallbackModel === null) {
      throw new DomainError('budget.model_required', 'invalid');
    }
    if (fallbackModel !== null) this.models.resolve(fallbackModel);
  }
}

/** Without the message, which is the owner's text. */
function auditOf({ workspaceId, bot }: BudgetSubject, settings: BudgetSettings): AuditRecord {
  const { dayMicros, monthMicros, onLimit, fallbackModel } = settings;
  return {
    action: bot ? 'bot.budget_changed' : 'workspace.budget_changed',
    workspaceId,
    target: bot ? { type: 'bot', id: bot.id, name: bot.name } : { type: 'workspace', id: workspaceId },
    detail: {
      perDayUsd: dollarsOf(dayMicros),
      perMonthUsd: dollarsOf(monthMicros),
      onLimit,
      ...(onLimit === 'fallback_model' && { fallbackModel }),
    },
  };
}
