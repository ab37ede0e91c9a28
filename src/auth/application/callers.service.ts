import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { Gathered } from '../../kernel/gathered.js';
import { AccessChanges, Caller } from '../../platform/http/access/index.js';
import { WorkspaceGrants } from '../../workspaces/index.js';
import { CallerCache } from './caller-cache.js';
import { SessionRepository } from './ports/session.repository.js';

/** Who is behind a session, and what they may do where. */
@Injectable()
export class Callers {
  private readonly bySession: CallerCache;
  private readonly lookUps = new Gathered<string, Caller>((sessionIds) => this.load(sessionIds));

  constructor(
    private readonly sessions: SessionRepository,
    private readonly workspaces: WorkspaceGrants,
    changes: AccessChanges,
  ) {
    this.bySession = new CallerCache(changes);
  }

  /** Throws `auth.unauthenticated` when the session has ended or belongs to somebody else. */
  async of(session: { id: string; userId: string }): Promise<Caller> {
    const caller = await this.bySession.get(session.id, async () => {
      const found = await this.lookUps.get(session.id);
      return found && { caller: found };
    });
    if (caller?.userId !== session.userId) throw new DomainError('auth.unauthenticated', 'unauthenticated');
    return caller;
  }

  private async load(sessionIds: string[]): Promise<Map<string, Caller>> {
    const users = await this.sessions.liveUsers(sessionIds);
    if (users.length === 0) return new Map();
    const grants = await this.workspaces.of([...new Set(users.map(({ userId }) => userId))]);
    return new Map(
      users.map(({ sessionId, userId, platformAdmin }) => [
        sessionId,
        new Caller(userId, sessionId, grants.get(userId) ?? [], platformAdmin),
      ]),
    );
  }
}
