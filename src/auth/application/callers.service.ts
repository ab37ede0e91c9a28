import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { AccessChanges, Caller } from '../../platform/http/access/index.js';
import { WorkspaceGrants } from '../../workspaces/index.js';
import { CallerCache, type FoundCaller } from './caller-cache.js';
import { SessionRepository } from './ports/session.repository.js';

/** Who is behind a session, and what they may do where. */
@Injectable()
export class Callers {
  private readonly bySession: CallerCache;

  constructor(
    private readonly sessions: SessionRepository,
    private readonly workspaces: WorkspaceGrants,
    changes: AccessChanges,
  ) {
    this.bySession = new CallerCache(changes);
  }

  /** Throws `auth.unauthenticated` when the session has ended or belongs to somebody else. */
  async of(session: { id: string; userId: string }): Promise<Caller> {
    const caller = await this.bySession.get(session.id, () => this.load(session.id));
    if (caller?.userId !== session.userId) throw new DomainError('auth.unauthenticated', 'unauthenticated');
    return caller;
  }

  private async load(sessionId: string): Promise<FoundCaller | undefined> {
    const user = await this.sessions.liveUser(sessionId);
    if (!user) return undefined;
    const grants = await this.workspaces.of(user.userId);
    return { caller: new Caller(user.userId, sessionId, grants, user.platformAdmin) };
  }
}
