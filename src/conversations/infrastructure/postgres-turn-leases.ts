import { Injectable } from '@nestjs/common';

import { Database } from '../../platform/database/index.js';
import { type ClaimedTurn, TurnLeases } from '../application/ports/turn-leases.port.js';
import type { Lease } from '../domain/lease.js';
import type { Turn } from '../domain/turn.js';
import { toTurn, TURN_COLUMNS } from './turn-rows.js';

@Injectable()
export class PostgresTurnLeases extends TurnLeases {
  constructor(private readonly database: Database) {
    super();
  }

  async claimNext(conversationId: string, lease: Lease): Promise<ClaimedTurn | undefined> {
    const [turn] = await this.claim(
      `SELECT id FROM messages
       WHERE conversation_id = $3 AND status = 'streaming' ORDER BY seq LIMIT 1`,
      [lease.owner, lease.seconds, conversationId],
      'exchange_claim_next',
    );
    return turn;
  }

  claimIdle(lease: Lease, limit: number): Promise<ClaimedTurn[]> {
    return this.claim(
      `SELECT id FROM (
         SELECT DISTINCT ON (conversation_id) id, lease_expires_at
         FROM messages WHERE status = 'streaming' ORDER BY conversation_id, seq
       ) heads
       WHERE lease_expires_at IS NULL OR lease_expires_at < now() ORDER BY id LIMIT $3`,
      [lease.owner, lease.seconds, limit],
      'exchange_claim_idle',
    );
  }

  async renew(turns: Turn[], lease: Lease): Promise<{ answerId: string; stopRequested: boolean }[]> {
    return this.database.query(
      `UPDATE messages m SET lease_expires_at = now() + make_interval(secs => $2)
       FROM unnest($3::uuid[], $4::integer[]) AS held (id, attempt)
       WHERE m.id = held.id AND m.attempt = held.attempt AND m.status = 'streaming' AND m.lease_owner = $1
       RETURNING m.id AS "answerId", m.stop_requested AS "stopRequested"`,
      [lease.owner, lease.seconds, ...idsAndAttempts(turns)],
      { prepare: 'exchange_renew' },
    );
  }

  async release(turns: Turn[], owner: string): Promise<void> {
    await this.database.query(
      `UPDATE messages m SET lease_owner = NULL, lease_expires_at = NULL
       FROM unnest($2::uuid[], $3::integer[]) AS held (id, attempt)
       WHERE m.id = held.id AND m.attempt = held.attempt AND m.status = 'streaming' AND m.lease_owner = $1`,
      [owner, ...idsAndAttempts(turns)],
    );
  }

  async requestStop(answerId: string): Promise<void> {
    await this.database.query(
      `UPDATE messages SET stop_requested = true WHERE id = $1 AND status = 'streaming'`,
      [answerId],
    );
  }

  /** Leases those of `candidates` (a query for ids) that nobody holds; what another process locks is skipped. */
  private async claim(candidates: string, params: unknown[], prepare: string): Promise<ClaimedTurn[]> {
    const rows = await this.database.query<Record<string, unknown>>(
      `WITH free AS (
         SELECT id, lease_owner IS NOT NULL AS abandoned FROM messages
         WHERE id IN (${candidates}) AND status = 'streaming'
           AND (lease_expires_at IS NULL OR lease_expires_at < now())
         FOR UPDATE SKIP LOCKED
       ), a AS (
         UPDATE messages m
         SET lease_owner = $1, lease_expires_at = now() + make_interval(secs => $2), attempt = attempt + 1
         FROM free WHERE m.id = free.id
         RETURNING m.*, free.abandoned
       )
       SELECT ${TURN_COLUMNS}, a.abandoned, a.stop_requested AS "stopRequested"
       FROM a JOIN messages q ON q.id = a.parent_id JOIN conversations c ON c.id = a.conversation_id
       ORDER BY a.id`,
      params,
      { prepare },
    );
    return rows.map((row) => ({
      ...toTurn(row),
      abandoned: row.abandoned as boolean,
      stopRequested: row.stopRequested as boolean,
    }));
  }
}

function idsAndAttempts(turns: Turn[]): [string[], number[]] {
  return [turns.map((turn) => turn.answer.id), turns.map((turn) => turn.attempt)];
}
