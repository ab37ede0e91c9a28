import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { type Page, type PageRequest, toPage } from '../../kernel/page.js';
import { AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import type { SessionView } from '../domain/session.js';
import { SessionRepository } from './ports/session.repository.js';
import { SessionsService } from './sessions.service.js';

/** Name under which the cursors of the list are bound; see `encodeCursor`. */
export const SESSION_LIST = 'sessions';

/** Where a person is signed in, and how they sign out there from here. */
@Injectable()
export class OwnSessions {
  constructor(
    private readonly repository: SessionRepository,
    private readonly sessions: SessionsService,
    private readonly transactions: TransactionRunner,
    private readonly audit: AuditTrail,
  ) {}

  async list(userId: string, page: PageRequest): Promise<Page<SessionView>> {
    return toPage(SESSION_LIST, await this.repository.listOf(userId, page), page.limit);
  }

  /** Throws `session.not_found` for one that has ended or is somebody else's. */
  async revoke(userId: string, sessionId: string): Promise<void> {
    const ended = await this.sessions.end(sessionId, 'revoked', userId);
    if (!ended) throw new DomainError('session.not_found', 'not_found');
  }

  /** Ends all of them, save one when it is named. */
  async revokeAll(userId: string, exceptSessionId?: string): Promise<void> {
    await this.transactions.run(async () => {
      const ended = await this.sessions.endAll(userId, 'revoked', exceptSessionId);
      await this.audit.record({
        action: 'auth.sessions_revoked',
        target: { type: 'user', id: userId },
        detail: { ended },
      });
    });
  }
}
