import { Injectable } from '@nestjs/common';

import { Database } from '../../platform/database/index.js';
import { BudgetRepository } from '../application/ports/budget.repository.js';
import type { Budget, BudgetSettings } from '../domain/budget.js';

/** Amounts as numbers: the largest is far below 2^53. */
const SELECT = `SELECT CASE WHEN bot_id IS NULL THEN 'workspace' ELSE 'bot' END AS scope,
    day_micros::float8 AS "dayMicros", month_micros::float8 AS "monthMicros", on_limit AS "onLimit", message,
    fallback_model AS "fallbackModel", updated_at AS "updatedAt"
  FROM budgets`;

@Injectable()
export class PostgresBudgetRepository extends BudgetRepository {
  constructor(private readonly database: Database) {
    super();
  }

  of(workspaceId: string, botId: string): Promise<Budget[]> {
    return this.database.query<Budget>(
      `${SELECT} WHERE workspace_id = $1 AND subject_id IN ($1, $2)`,
      [workspaceId, botId],
      { prepare: 'budgets_of' },
    );
  }

  async find(workspaceId: string, botId: string | null): Promise<Budget | undefined> {
    const [budget] = await this.database.query<Budget>(
      `${SELECT} WHERE workspace_id = $1 AND subject_id = COALESCE($2::uuid, $1)`,
      [workspaceId, botId],
    );
    return budget;
  }

  async save(
    workspaceId: string,
    botId: string | null,
    { dayMicros, monthMicros, onLimit, message, fallbackModel }: BudgetSettings,
    at: Date,
  ): Promise<void> {
    await this.database.query(
      `INSERT INTO budgets (subject_id, workspace_id, bot_id, day_micros, month_micros, on_limit, message,
                            fallback_model, updated_at)
       VALUES (COALESCE($2::uuid, $1::uuid), $1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (subject_id) DO UPDATE SET
         day_micros = excluded.day_micros, month_micros = excluded.month_micros, on_limit = excluded.on_limit,
         message = excluded.message, fallback_model = excluded.fallback_model, updated_at = excluded.updated_at`,
      [workspaceId, botId, dayMicros, monthMicros, onLimit, message, fallbackModel, at],
    );
  }

  async removeOfBot(botId: string): Promise<void> {
    await this.database.query('DELETE FROM budgets WHERE bot_id = $1', [botId]);
  }
}
