import { Injectable } from '@nestjs/common';

import { newId } from '../../kernel/id.js';
import type { PageRequest } from '../../kernel/page.js';
import { Database } from '../../platform/database/index.js';
import {
  type LiveUser,
  type PresentedToken,
  SessionRepository,
} from '../application/ports/session.repository.js';
import type { Session, SessionEnd, SessionView } from '../domain/session.js';

interface TokenRow {
  id: string;
  sessionId: string;
  userId: string;
  live: boolean;
  successor: Buffer | null;
  repeatable: boolean;
}

@Injectable()
export class PostgresSessionRepository extends SessionRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async insert(session: Session, seconds: number): Promise<void> {
    await this.database.query(
      `INSERT INTO sessions (id, user_id, user_agent, ip, expires_at)
       VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5))`,
      [session.id, session.userId, session.client.userAgent, session.client.ip, seconds],
    );
  }

  async insertToken(sessionId: string, tokenHash: Buffer): Promise<void> {
    await this.database.query('INSERT INTO refresh_tokens (id, session_id, token_hash) VALUES ($1, $2, $3)', [
      newId(),
      sessionId,
      tokenHash,
    ]);
  }

  /** Two statements: the second must see what those who held the lock before have committed. */
  async present(tokenHash: Buffer, overlapSeconds: number): Promise<PresentedToken | undefined> {
    await this.database.query(
      `SELECT id FROM sessions WHERE id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $1) FOR UPDATE`,
      [tokenHash],
    );
    const [row] = await this.database.query<TokenRow>(
      `SELECT t.id, t.session_id AS "sessionId", s.user_id AS "userId",
              s.ended_at IS NULL AND s.expires_at > clock_timestamp() AS live,
              t.sealed_successor AS successor,
              COALESCE(t.exchanged_at > clock_timestamp() - make_interval(secs => $2)
                       AND successor.exchanged_at IS NULL, false) AS repeatable
       FROM refresh_tokens t
       JOIN sessions s ON s.id = t.session_id
       LEFT JOIN refresh_tokens successor ON successor.id = t.successor_id
       WHERE t.token_hash = $1`,
      [tokenHash, overlapSeconds],
    );
    if (!row) return undefined;
    const { successor, repeatable, ...token } = row;
    return successor ? { ...token, exchanged: { successor, repeatable } } : token;
  }

  async exchange(
    token: { id: string; sessionId: string },
    next: { tokenHash: Buffer; sealed: Buffer },
    life: { idleDays: number; maxDays: number },
  ): Promise<void> {
    await this.database.query(
      `WITH next AS (
         INSERT INTO refresh_tokens (id, session_id, token_hash) VALUES ($1, $2, $3) RETURNING id
       ), old AS (
         UPDATE refresh_tokens
         SET exchanged_at = clock_timestamp(), successor_id = (SELECT id FROM next), sealed_successor = $4
         WHERE id = $5
       )
       UPDATE sessions
       SET last_used_at = now(),
           expires_at = LEAST(now() + make_interval(days => $6), created_at + make_interval(days => $7))
       WHERE id = $2`,
      [newId(), token.sessionId, next.tokenHash, next.sealed, token.id, life.idleDays, life.maxDays],
    );
  }

  async end(sessionId: string, reason: SessionEnd, ofUserId?: string): Promise<string | undefined> {
    const [row] = await this.database.query<{ userId: string }>(
      `UPDATE sessions SET ended_at = now(), end_reason = $2
       WHERE id = $1 AND ended_at IS NULL AND expires_at > now() AND user_id = COALESCE($3, user_id)
       RETURNING user_id AS "userId"`,
      [sessionId, reason, ofUserId ?? null],
    );
    return row?.userId;
  }

  async listOf(userId: string, page: PageRequest): Promise<SessionView[]> {
    const rows = await this.database.query<Omit<SessionView, 'client'> & { userAgent: string; ip: string }>(
      `SELECT id, user_agent AS "userAgent", ip, created_at AS "createdAt", last_used_at AS "lastUsedAt",
              expires_at AS "expiresAt"
       FROM sessions
       WHERE user_id = $1 AND ended_at IS NULL AND expires_at > now() AND ($2::uuid IS NULL OR id < $2)
       ORDER BY id DESC LIMIT $3`,
      [userId, page.after ?? null, page.limit + 1],
    );
    return rows.map(({ userAgent, ip, ...session }) => ({ ...session, client: { userAgent, ip } }));
  }

  async endAll(userId: string, reason: SessionEnd, exceptSessionId?: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `UPDATE sessions SET ended_at = now(), end_reason = $2
       WHERE user_id = $1 AND ended_at IS NULL AND id IS DISTINCT FROM $3::uuid
       RETURNING id`,
      [userId, reason, exceptSessionId ?? null],
    );
    return rows.map((row) => row.id);
  }

  async liveUsers(sessionIds: string[]): Promise<LiveUser[]> {
    return this.database.query(
      `SELECT s.id AS "sessionId", u.id AS "userId", u.platform_role IS NOT NULL AS "platformAdmin"
       FROM sessions s JOIN users u ON u.id = s.user_id
       WHERE s.id = ANY($1) AND s.ended_at IS NULL AND s.expires_at > now() AND u.suspended_at IS NULL`,
      [sessionIds],
      { prepare: 'auth_live_users' },
    );
  }

  async purge(days: number): Promise<void> {
    await this.database.query(
      `DELETE FROM sessions WHERE COALESCE(ended_at, expires_at) < now() - make_interval(days => $1)`,
      [days],
    );
    await this.database.query(
      'DELETE FROM refresh_tokens WHERE exchanged_at < now() - make_interval(days => $1)',
      [days],
    );
  }
}
