import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { DomainError } from '../../kernel/domain-error.js';
import { Database } from '../../platform/database/index.js';
import { AccessChanges, Caller } from '../../platform/http/access/index.js';
import { WorkspaceGrants } from '../../workspaces/index.js';
import { KeyCallers } from './key-callers.service.js';
import { SessionRepository } from './ports/session.repository.js';

const CACHED_MS = 2_000;

/**
 * Who is behind a session, and what they may do where. Remembered for 2 seconds, which is how long another
 * instance may take to notice the end of a session or a change of role; this one notices at once.
 */
@Injectable()
export class Callers extends AccessChanges {
  private readonly bySession = new LRUCache<string, Promise<Caller | undefined>>({
    max: 20_000,
    ttl: CACHED_MS,
  });

  constructor(
    private readonly sessions: SessionRepository,
    private readonly workspaces: WorkspaceGrants,
    private readonly database: Database,
    private readonly keys: KeyCallers,
  ) {
    super();
  }

  userChanged(userId: string): void {
    this.forgetUser(userId);
  }

  keyChanged(keyId: string): void {
    this.keys.forgetKey(keyId);
  }

  /** Throws `auth.unauthenticated` when the session has ended or belongs to somebody else. */
  async of(session: { id: string; userId: string }): Promise<Caller> {
    const caller = await this.remembered(session.id);
    if (caller?.userId !== session.userId) throw new DomainError('auth.unauthenticated', 'unauthenticated');
    return caller;
  }

  /** Forgets a session once the open transaction has committed, or at once when none is open. */
  forget(sessionId: string): void {
    this.database.afterCommit(() => this.bySession.delete(sessionId));
  }

  /** The same for everything that a user can show. */
  forgetUser(userId: string): void {
    this.keys.forgetUser(userId);
    this.database.afterCommit(() => {
      for (const [sessionId, loading] of this.bySession.entries()) {
        const forget = (caller?: Caller) => caller?.userId === userId && this.bySession.delete(sessionId);
        loading.then(forget, () => undefined);
      }
    });
  }

  private remembered(sessionId: string): Promise<Caller | undefined> {
    const known = this.bySession.get(sessionId);
    if (known) return known;
    const loading = this.load(sessionId);
    this.bySession.set(sessionId, loading);
    const forget = () => {
      if (this.bySession.peek(sessionId) === loading) this.bySession.delete(sessionId);
    };
    // Neither a fault of the database nor an unknown id is worth remembering.
    loading.then((caller) => caller ?? forget(), forget);
    return loading;
  }

  private async load(sessionId: string): Promise<Caller | undefined> {
    const user = await this.sessions.liveUser(sessionId);
    if (!user) return undefined;
    return new Caller(user.userId, sessionId, await this.workspaces.of(user.userId), user.platformAdmin);
  }
}
