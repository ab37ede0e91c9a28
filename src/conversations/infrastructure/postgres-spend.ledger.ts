import { Injectable } from '@nestjs/common';

import { firstOfMonth, type UtcDay } from '../../kernel/utc-day.js';
import { Database } from '../../platform/database/index.js';
import {
  type BilledCall,
  type DayRange,
  type SpendGroup,
  type SpendGrouping,
  SpendLedger,
  type SpendTotals,
  type Spent,
} from '../application/ports/spend-ledger.port.js';
import type { Turn, TurnOutcome } from '../domain/turn.js';
import { spending, spendSlot } from './answer-spend.sql.js';

/** As numbers: below 2^53, which is nine billion dollars. */
const TOTALS = `COALESCE(sum(answers), 0)::float8 AS answers,
  COALESCE(sum(estimated_answers), 0)::float8 AS "estimatedAnswers",
  COALESCE(sum(unpriced_answers), 0)::float8 AS "unpricedAnswers",
  COALESCE(sum(prompt_tokens), 0)::float8 AS "promptTokens",
  COALESCE(sum(completion_tokens), 0)::float8 AS "completionTokens",
  COALESCE(sum(cost_micros), 0)::float8 AS "amountMicros"`;

const OF_WORKSPACE = 'workspace_id = $1 AND day BETWEEN $2 AND $3';
/** A text of its own: one that holds for both would find its rows by neither index. */
const OF_BOT = `${OF_WORKSPACE} AND bot_id = $4`;

const GROUPINGS: Record<SpendGrouping, { key: string; order: string }> = {
  day: { key: `to_char(day, 'YYYY-MM-DD')`, order: 'key' },
  bot: { key: 'bot_id::text', order: '"amountMicros" DESC, answers DESC, key' },
  model: { key: 'model', order: '"amountMicros" DESC, answers DESC, key' },
};

@Injectable()
export class PostgresSpendLedger extends SpendLedger {
  constructor(private readonly database: Database) {
    super();
  }

  async record(turn: Turn, { model, usage, costMicros }: TurnOutcome, day: UtcDay): Promise<void> {
    if (model === null || usage === null) return;
    // A row that this attempt has finished is one whose confirmation was lost on the way.
    await this.database.query(
      spending(
        `SELECT $1::uuid, $2::uuid, $3::date, $4::smallint, $5::text, $6::integer, $7::integer, $8::bigint, $9::boolean, 1
         WHERE EXISTS (SELECT FROM workspaces WHERE id = $1)
           AND NOT EXISTS (SELECT FROM messages WHERE id = $10 AND attempt = $11 AND status <> 'streaming'
                             AND prompt_tokens IS NOT NULL)`,
      ),
      [
        turn.workspaceId,
        turn.botId,
        day,
        spendSlot(),
        model,
        usage.promptTokens,
        usage.completionTokens,
        costMicros,
        usage.estimated,
        turn.answer.id,
        turn.attempt,
      ],
    );
  }

  async add(
    { workspaceId, botId }: { workspaceId: string; botId: string },
    { model, usage, costMicros }: BilledCall,
    day: UtcDay,
  ): Promise<void> {
    const { promptTokens, completionTokens, estimated } = usage;
    await this.database.query(
      spending(
        `SELECT id, $2::uuid, $3::date, $4::smallint, $5::text, $6::integer, $7::integer, $8::bigint, $9::boolean, 0
         FROM workspaces WHERE id = $1`,
      ),
      [workspaceId, botId, day, spendSlot(), model, promptTokens, completionTokens, costMicros, estimated],
    );
  }

  async spent(workspaceId: string, botId: string | null, day: UtcDay): Promise<Spent> {
    const [spent] = await this.database.query<Spent>(
      `SELECT COALESCE(sum(cost_micros) FILTER (WHERE day = $3), 0)::float8 AS day,
              COALESCE(sum(cost_micros), 0)::float8 AS month
       FROM answer_spend WHERE ${botId ? OF_BOT : OF_WORKSPACE}`,
      [workspaceId, firstOfMonth(day), day, ...(botId ? [botId] : [])],
      { prepare: botId ? 'answer_spend_of_bot' : 'answer_spend_of_workspace' },
    );
    return spent;
  }

  async totals(workspaceId: string, botId: string | null, { from, to }: DayRange): Promise<SpendTotals> {
    const [totals] = await this.database.query<SpendTotals>(
      `SELECT ${TOTALS} FROM answer_spend WHERE ${botId ? OF_BOT : OF_WORKSPACE}`,
      [workspaceId, from, to, ...(botId ? [botId] : [])],
    );
    return totals;
  }

  groups(
    workspaceId: string,
    { from, to }: DayRange,
    by: SpendGrouping,
    limit: number,
  ): Promise<SpendGroup[]> {
    const { key, order } = GROUPINGS[by];
    return this.database.query<SpendGroup>(
      `SELECT * FROM (SELECT ${key} AS key, ${TOTALS} FROM answer_spend WHERE ${OF_WORKSPACE} GROUP BY 1) AS groups
       ORDER BY ${order} LIMIT $4`,
      [workspaceId, from, to, limit],
    );
  }
}
