import { Injectable, Logger } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/id.js';
import { AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { AccessChanges } from '../../platform/http/access/index.js';
import {
  hashRefreshToken,
  looksLikeRefreshToken,
  newRefreshToken,
  openSuccessor,
  REFRESH_OVERLAP_SECONDS,
  sealSuccessor,
} from '../domain/refresh-token.js';
import {
  type Session,
  SESSION_IDLE_DAYS,
  SESSION_MAX_DAYS,
  type SessionClient,
  type SessionEnd,
} from '../domain/session.js';
import { ACCESS_TOKEN_SECONDS, AccessTokens, AUDIENCE } from './access-tokens.service.js';
import { type PresentedToken, SessionRepository } from './ports/session.repository.js';

const DAY_SECONDS = 86_400;

/** A session with what its client needs to use it and to carry it on. */
export interface OpenSession {
  id: string;
  userId: string;
  accessToken: string;
  /** Seconds for which the access token is good. */
  expiresIn: number;
  refreshToken: string;
}

/** Opens, carries on and ends sessions. */
@Injectable()
export class SessionsService {
  private readonly logger = new Logger('Sessions');

  constructor(
    private readonly sessions: SessionRepository,
    private readonly transactions: TransactionRunner,
    private readonly access: AccessChanges,
    private readonly tokens: AccessTokens,
    private readonly audit: AuditTrail,
  ) {}

  async open(userId: string, client: SessionClient): Promise<OpenSession> {
    const refreshToken = newRefreshToken();
    return this.transactions.run(async () => {
      const { id } = await this.openBare(userId, client, SESSION_IDLE_DAYS * DAY_SECONDS);
      await this.sessions.insertToken(id, hashRefreshToken(refreshToken));
      return this.withTokens({ id, userId }, refreshToken);
    });
  }

  /** A session that cannot be carried on: it ends after `seconds`. */
  async openBare(userId: string, client: SessionClient, seconds: number): Promise<Session> {
    const session = { id: newId(), userId, client };
    await this.sessions.insert(session, seconds);
    return session;
  }

  /**
   * Exchanges a refresh token for the next one. A token presented again within the overlap answers with the same
   * successor while that is unused; any other use of an exchanged token is theft by one of its two holders, and ends
   * the session for both. Throws `auth.refresh_invalid` (unauthenticated) whatever the reason.
   */
  async rotate(refreshToken: unknown): Promise<OpenSession> {
    const rotated = looksLikeRefreshToken(refreshToken) && (await this.exchange(refreshToken));
    if (!rotated) throw new DomainError('auth.refresh_invalid', 'unauthenticated');
    return rotated;
  }

  /** Ends the session a refresh token belongs to; an unknown token is fine, and so is one exchanged long ago. */
  async endByToken(refreshToken: unknown): Promise<void> {
    if (!looksLikeRefreshToken(refreshToken)) return;
    await this.transactions.run(async () => {
      const token = await this.sessions.present(hashRefreshToken(refreshToken), REFRESH_OVERLAP_SECONDS);
      if (token) await this.end(token.sessionId, 'logout');
    });
  }

  /** Ends a session, when `ofUserId` is given only if it is that user's. Returns whether there was one to end. */
  async end(sessionId: string, reason: SessionEnd, ofUserId?: string): Promise<boolean> {
    return this.transactions.run(async () => {
      const userId = await this.sessions.end(sessionId, reason, ofUserId);
      if (userId === undefined) return false;
      this.access.sessionEnded(sessionId);
      await this.recordEnd({ sessionId, userId }, reason);
      return true;
    });
  }

  /**
   * Ends every session of a user, on this instance at once, save the one that is named; returns how many. Inside a
   * transaction it counts, and is noticed, once that has committed.
   */
  async endAll(userId: string, reason: SessionEnd, exceptSessionId?: string): Promise<number> {
    const ended = await this.sessions.endAll(userId, reason, exceptSessionId);
    for (const id of ended) this.access.sessionEnded(id);
    return ended.length;
  }

  /** Undefined rather than an error for a token that is no good: an error would roll the revocation back. */
  private async exchange(refreshToken: string): Promise<OpenSession | undefined> {
    const next = newRefreshToken();
    return this.transactions.run(async () => {
      const token = await this.sessions.present(hashRefreshToken(refreshToken), REFRESH_OVERLAP_SECONDS);
      if (!token?.live) return undefined;
      const { sessionId: id, userId, exchanged } = token;
      if (!exchanged) {
        await this.sessions.exchange(
          { id: token.id, sessionId: id },
          { tokenHash: hashRefreshToken(next), sealed: sealSuccessor(refreshToken, next) },
          { idleDays: SESSION_IDLE_DAYS, maxDays: SESSION_MAX_DAYS },
        );
        return this.withTokens({ id, userId }, next);
      }
      if (exchanged.repeatable) {
        return this.withTokens({ id, userId }, openSuccessor(refreshToken, exchanged.successor));
      }
      await this.revokeFamily(token);
      return undefined;
    });
  }

  /** Reuse is somebody's, we cannot know whose; everything else is the owner's own doing. */
  private async recordEnd(session: { sessionId: string; userId: string }, reason: SessionEnd): Promise<void> {
    const { sessionId, userId } = session;
    const target = { type: 'user', id: userId };
    const detail = { sessionId };
    if (reason === 'reuse')
      await this.audit.record({ action: 'auth.refresh_reused', result: 'failure', target, detail });
    else {
      const action = reason === 'logout' ? 'auth.logged_out' : 'auth.session_revoked';
      await this.audit.record({ action, target, detail, actor: { kind: 'user', userId } });
    }
  }

  private withTokens(session: { id: string; userId: string }, refreshToken: string): OpenSession {
    const accessToken = this.tokens.sign(session, AUDIENCE.api, ACCESS_TOKEN_SECONDS);
    return { ...session, accessToken, expiresIn: ACCESS_TOKEN_SECONDS, refreshToken };
  }

  private async revokeFamily({ sessionId, userId }: PresentedToken): Promise<void> {
    this.logger.warn(
      { sessionId, userId },
      'an exchanged refresh token was used again; the session is ended',
    );
    await this.end(sessionId, 'reuse');
  }
}
