import { Injectable } from '@nestjs/common';

import { Database } from '../../platform/database/index.js';
import { type MeterSource, type MonthCount, Quotas } from '../../platform/quotas/index.js';

/** How many answers a workspace has had begun. */
@Injectable()
export class PostgresMessageUsage implements MeterSource {
  constructor(
    private readonly database: Database,
    quotas: Quotas,
  ) {
    quotas.register('messages', this);
  }

  async used(workspaceId: string): Promise<number> {
    const [row] = await this.database.query<{ used: number }>(
      `SELECT COALESCE(sum(messages), 0)::int AS used FROM message_usage
       WHERE workspace_id = $1 AND month = date_trunc('month', now() AT TIME ZONE 'UTC')::date`,
      [workspaceId],
      { prepare: 'message_usage_used' },
    );
    return row.used;
  }

  async months(workspaceId: string): Promise<MonthCount[]> {
    return this.database.query<MonthCount>(
      `SELECT to_char(month, 'YYYY-MM') AS month, sum(messages)::int AS count FROM message_usage
       WHERE workspace_id = $1 AND month > date_trunc('month', now() AT TIME ZONE 'UTC') - interval '12 months'
       GROUP BY 1 ORDER BY 1 DESC`,
      [workspaceId],
    );
  }
}
