import { Injectable } from '@nestjs/common';

import type { UtcDay } from '../../kernel/utc-day.js';
import { Database } from '../../platform/database/index.js';
import type { Reach } from '../../platform/http/access/index.js';
import {
  ExchangeRepository,
  type NewQuestion,
  type StoredTurn,
} from '../application/ports/exchange-repository.port.js';
import type { Lease } from '../domain/lease.js';
import type { PastMessage } from '../domain/past-exchange.js';
import type { Turn, TurnOutcome } from '../domain/turn.js';
import { spending, spendSlot } from './answer-spend.sql.js';
import { counting, randomSlot } from './message-usage.sql.js';
import { placeholder, storedTurn, toTurn, TURN_COLUMNS } from './turn-rows.js';
import { violates } from './unique-violation.js';
import { ofReach, withinReach } from './within-reach.js';

interface Placed {
  seq: number;
  attempt: number;
  createdAt: Date;
}
type TurnRow = Record<string, unknown>;

const LEASE_STATE = `a.lease_owner AS "leaseOwner", CASE WHEN a.lease_expires_at IS NULL THEN 'none'
  WHEN a.lease_expires_at < now() THEN 'expired' ELSE 'live' END AS lease`;

@Injectable()
export class PostgresExchangeRepository extends ExchangeRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async open(
    question: NewQuestion,
    { principal, title }: { principal: string; title: string },
    lease: Lease,
  ): Promise<Turn | 'duplicate'> {
    const { conversationId, workspaceId, botId, questionId, content, clientMessageId, answerId } = question;
    const placed = await this.place(
      `WITH conversation AS (
         INSERT INTO conversations (id, workspace_id, bot_id, principal, title, opening_message_id, last_seq,
                                    open_turns, visitor_id)
         VALUES ($1, $8, $9, $10, $11, $12, 2, 1, $14)
       ), ${counting('VALUES ($8::uuid, $13::smallint)')}
       INSERT INTO messages (id, conversation_id, seq, role, content, status, client_message_id, parent_id,
                             lease_owner, lease_expires_at, attempt)
       VALUES ($2, $1, 1, 'user', $3, 'completed', $4, NULL, NULL, NULL, 0),
              ($5, $1, 2, 'assistant', '', 'streaming', NULL, $2, $6, now() + make_interval(secs => $7), 1)
       RETURNING seq, attempt, created_at AS "createdAt"`,
      [
        conversationId,
        questionId,
        content,
        clientMessageId,
        answerId,
        lease.owner,
        lease.seconds,
        workspaceId,
        botId,
        principal,
        title,
        clientMessageId,
        randomSlot(),
        question.visitorId,
      ],
      'exchange_open',
      'conversations_opening',
    );
    if (placed === 'duplicate' || !placed) return 'duplicate';
    return storedTurn(question, placed.seq, placed.attempt, placed.createdAt);
  }

  async append(question: NewQuestion, title: string, lease: Lease): Promise<Turn | 'duplicate' | undefined> {
    const { conversationId, workspaceId, botId, questionId, content, clientMessageId, answerId } = question;
    const placed = await this.place(
      `WITH c AS (
         UPDATE conversations SET last_seq = last_seq + 2, open_turns = open_turns + 1, updated_at = now(),
                                  status = 'active', title = COALESCE(title, $8)
         WHERE id = $1 AND workspace_id = $9 AND bot_id = $10 AND ($12::uuid IS NULL OR visitor_id = $12)
           AND deleted_at IS NULL
         RETURNING workspace_id, last_seq, open_turns = 1 AS ready
       ), ${counting('SELECT workspace_id, $11::smallint FROM c')}
       INSERT INTO messages (id, conversation_id, seq, role, content, status, client_message_id, parent_id,
                             lease_owner, lease_expires_at, attempt)
       SELECT m.id, $1, last_seq + m.shift, m.role, m.content, m.status, m.client_message_id, m.parent_id,
              CASE WHEN m.shift = 0 AND ready THEN $6::text END,
              CASE WHEN m.shift = 0 AND ready THEN now() + make_interval(secs => $7) END,
              CASE WHEN m.shift = 0 AND ready THEN 1 ELSE 0 END
       FROM c, (VALUES ($2::uuid, -1, 'user', $3::text, 'completed', $4::text, NULL::uuid),
                       ($5::uuid, 0, 'assistant', '', 'streaming', NULL, $2::uuid))
               AS m (id, shift, role, content, status, client_message_id, parent_id)
       ORDER BY m.shift
       RETURNING seq, attempt, created_at AS "createdAt"`,
      [
        conversationId,
        questionId,
        content,
        clientMessageId,
        answerId,
        lease.owner,
        lease.seconds,
        title,
        workspaceId,
        botId,
        randomSlot(),
        question.visitorId,
      ],
      'exchange_append',
      'messages_client_message_id',
    );
    if (placed === 'duplicate' || !placed) return placed;
    return storedTurn(question, placed.seq, placed.attempt, placed.createdAt);
  }

  async appendAnswer(turn: Turn, answerId: string, lease: Lease): Promise<Turn | 'duplicate' | undefined> {
    const placed = await this.place(
      `WITH c AS (
         UPDATE conversations SET last_seq = last_seq + 1, open_turns = open_turns + 1, updated_at = now()
         WHERE id = $1 AND deleted_at IS NULL
         RETURNING workspace_id, last_seq, open_turns = 1 AS ready
       ), ${counting('SELECT workspace_id, $6::smallint FROM c')}
       INSERT INTO messages (id, conversation_id, seq, role, content, status, parent_id,
                             lease_owner, lease_expires_at, attempt)
       SELECT $2, $1, last_seq, 'assistant', '', 'streaming', $3, CASE WHEN ready THEN $4::text END,
              CASE WHEN ready THEN now() + make_interval(secs => $5) END, CASE WHEN ready THEN 1 ELSE 0 END
       FROM c
       RETURNING seq, attempt, created_at AS "createdAt"`,
      [turn.conversationId, answerId, turn.question.id, lease.owner, lease.seconds, randomSlot()],
      'exchange_append_answer',
      'messages_streaming',
    );
    if (placed === 'duplicate' || !placed) return placed;
    const { seq, attempt, createdAt } = placed;
    const answer = placeholder(answerId, turn.conversationId, seq, turn.question.id, createdAt);
    return { ...turn, answer, attempt };
  }

  async findByClientMessageId(conversationId: string, clientMessageId: string): Promise<Turn | undefined> {
    return this.findFirst('q.conversation_id = $1 AND q.client_message_id = $2', [
      conversationId,
      clientMessageId,
    ]);
  }

  async findOpening(botId: string, principal: string, clientMessageId: string): Promise<Turn | undefined> {
    return this.findFirst('c.bot_id = $1 AND c.principal = $2 AND c.opening_message_id = $3 AND q.seq = 1', [
      botId,
      principal,
      clientMessageId,
    ]);
  }

  async findByAnswer(reach: Reach, answerId: string): Promise<StoredTurn | undefined> {
    const [row] = await this.database.query<TurnRow>(
      `SELECT ${TURN_COLUMNS}, ${LEASE_STATE}
       FROM messages a
       JOIN messages q ON q.id = a.parent_id
       JOIN conversations c ON c.id = a.conversation_id
       WHERE a.id = $4 AND ${withinReach('c.')} AND c.deleted_at IS NULL`,
      [...ofReach(reach), answerId],
    );
    return row && toStoredTurn(row);
  }

  async findByQuestion(reach: Reach, questionId: string): Promise<StoredTurn | undefined> {
    const [row] = await this.database.query<TurnRow>(
      `SELECT ${TURN_COLUMNS}, ${LEASE_STATE}
       FROM messages q
       JOIN messages a ON a.conversation_id = q.conversation_id AND a.seq > q.seq AND a.parent_id = q.id
       JOIN conversations c ON c.id = q.conversation_id
       WHERE q.id = $4 AND q.role = 'user' AND ${withinReach('c.')} AND c.deleted_at IS NULL
       ORDER BY a.seq DESC LIMIT 1`,
      [...ofReach(reach), questionId],
    );
    return row && toStoredTurn(row);
  }

  async findAnswers(answerIds: string[]): Promise<StoredTurn[]> {
    const rows = await this.database.query<TurnRow>(
      `SELECT ${TURN_COLUMNS}, ${LEASE_STATE}
       FROM messages a
       JOIN messages q ON q.id = a.parent_id
       JOIN conversations c ON c.id = a.conversation_id
       WHERE a.id = ANY($1)`,
      [answerIds],
    );
    return rows.map(toStoredTurn);
  }

  past(conversationId: string, beforeSeq: number, limit: number, maxChars: number): Promise<PastMessage[]> {
    return this.database.query<PastMessage>(
      `SELECT id, seq, role, left(content, $4) AS content, parent_id AS "parentId"
       FROM messages
       WHERE conversation_id = $1 AND seq < $2 AND status IN ('completed', 'stopped')
         AND budget ->> 'outcome' IS DISTINCT FROM 'message'
       ORDER BY seq DESC LIMIT $3`,
      [conversationId, beforeSeq, limit, maxChars],
      { prepare: 'exchange_past' },
    );
  }

  async finish(turn: Turn, outcome: TurnOutcome, day: UtcDay): Promise<number | undefined> {
    const [row] = await this.database.query<{ open: number }>(
      `WITH done AS (
         UPDATE messages SET status = $3, content = $4, citations = $5::jsonb, answered = $6, model = $7,
                prompt_tokens = $8, completion_tokens = $9, first_token_ms = $10, latency_ms = $11,
                error = $12::jsonb, budget = $13::jsonb, cost_micros = $14, usage_estimated = $15,
                lease_owner = NULL, lease_expires_at = NULL
         WHERE id = $1 AND attempt = $2 AND status = 'streaming'
         RETURNING conversation_id, model, prompt_tokens, completion_tokens, cost_micros, usage_estimated
       ), spent AS (${spending(
         `SELECT $16::uuid, $17::uuid, $18::date, $19::smallint, model, prompt_tokens, completion_tokens, cost_micros,
                 usage_estimated, 1 FROM done WHERE model IS NOT NULL AND prompt_tokens IS NOT NULL`,
       )})
       UPDATE conversations c SET open_turns = greatest(c.open_turns - 1, 0), updated_at = now()
       FROM done WHERE c.id = done.conversation_id
       RETURNING c.open_turns AS open`,
      [
        turn.answer.id,
        turn.attempt,
        outcome.status,
        outcome.content,
        JSON.stringify(outcome.citations),
        outcome.answered,
        outcome.model,
        outcome.usage?.promptTokens,
        outcome.usage?.completionTokens,
        outcome.firstTokenMs,
        outcome.latencyMs,
        outcome.error && JSON.stringify(outcome.error),
        outcome.budget && JSON.stringify(outcome.budget),
        outcome.costMicros,
        outcome.usage?.estimated ?? false,
        turn.workspaceId,
        turn.botId,
        day,
        spendSlot(),
      ],
      { prepare: 'exchange_finish' },
    );
    return row?.open;
  }

  /** Runs an insert of which the last row is the answer; a violation of `uniqueIndex` is a repeat. */
  private async place(
    sql: string,
    params: unknown[],
    prepare: string,
    uniqueIndex: string,
  ): Promise<Placed | 'duplicate' | undefined> {
    try {
      return (await this.database.query<Placed>(sql, params, { prepare })).at(-1);
    } catch (error) {
      if (violates(error, uniqueIndex)) return 'duplicate';
      throw error;
    }
  }

  /** The question that `condition` names, with the answer stored together with it. */
  private async findFirst(condition: string, params: unknown[]): Promise<Turn | undefined> {
    const [row] = await this.database.query<TurnRow>(
      `SELECT ${TURN_COLUMNS}
       FROM messages q
       JOIN messages a ON a.conversation_id = q.conversation_id AND a.seq = q.seq + 1
       JOIN conversations c ON c.id = q.conversation_id
       WHERE ${condition} AND c.deleted_at IS NULL`,
      params,
    );
    return row && toTurn(row);
  }
}

function toStoredTurn(row: TurnRow): StoredTurn {
  return {
    ...toTurn(row),
    lease: row.lease as StoredTurn['lease'],
    leaseOwner: row.leaseOwner as string | null,
  };
}
