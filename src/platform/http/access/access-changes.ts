import { Injectable } from '@nestjs/common';

import { Database } from '../../database/index.js';

/** What somebody may do has changed: everything a person shows, one of their sessions, one API key, or a bot's visitors. */
export interface AccessChange {
  kind: 'user' | 'session' | 'key' | 'bot';
  id: string;
}

/**
 * Tells when what somebody may do has changed. It then holds at once on this instance, and within five seconds on the
 * others. Call it within the transaction or after it: nobody hears of it before the commit, nor when it rolls back.
 */
@Injectable()
export class AccessChanges {
  private readonly listeners: ((change: AccessChange) => void)[] = [];

  constructor(private readonly database: Database) {}

  /** A person's role, membership or account has changed. */
  userChanged(userId: string): void {
    this.tell({ kind: 'user', id: userId });
  }

  /** A session has ended. */
  sessionEnded(sessionId: string): void {
    this.tell({ kind: 'session', id: sessionId });
  }

  /** An API key has another secret, or is revoked. */
  keyChanged(keyId: string): void {
    this.tell({ kind: 'key', id: keyId });
  }

  /** A bot is gone, or its widget has other settings. */
  botChanged(botId: string): void {
    this.tell({ kind: 'bot', id: botId });
  }

  /** Calls `listener`, which must not throw, with every change from now on, in the order in which they subscribed. */
  listen(listener: (change: AccessChange) => void): void {
    this.listeners.push(listener);
  }

  private tell(change: AccessChange): void {
    this.database.afterCommit(() => {
      for (const listener of this.listeners) listener(change);
    });
  }
}
