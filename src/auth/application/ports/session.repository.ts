import type { PageRequest } from '../../../kernel/page.js';
import type { Session, SessionEnd, SessionView } from '../../domain/session.js';

/** A refresh token as it was found, with its session locked until the transaction ends. */
export interface PresentedToken {
  id: string;
  sessionId: string;
  userId: string;
  /** The session has neither ended nor expired. */
  live: boolean;
  /** Set once the token was exchanged: the sealed successor, and whether it may still be handed out again. */
  exchanged?: { successor: Buffer; repeatable: boolean };
}

/** Who is behind a session. */
export interface LiveUser {
  sessionId: string;
  userId: string;
  platformAdmin: boolean;
}

/** Keeps sessions and the hashes of their refresh tokens. */
export abstract class SessionRepository {
  /** Stores a session that lives `seconds` unless it is extended. */
  abstract insert(session: Session, seconds: number): Promise<void>;
  abstract insertToken(sessionId: string, tokenHash: Buffer): Promise<void>;
  /** Finds a token by its hash and locks its session, so that uses of one family come one after the other. */
  abstract present(tokenHash: Buffer, overlapSeconds: number): Promise<PresentedToken | undefined>;
  /** Marks the token as exchanged, stores the next one and extends the session, within its longest life. */
  abstract exchange(
    token: { id: string; sessionId: string },
    next: { tokenHash: Buffer; sealed: Buffer },
    life: { idleDays: number; maxDays: number },
  ): Promise<void>;
  /**
   * Ends a live session, when `ofUserId` is given only if it is that user's, and returns whose it was; undefined when
   * there was none to end.
   */
  abstract end(sessionId: string, reason: SessionEnd, ofUserId?: string): Promise<string | undefined>;
  /** The live sessions of a user, newest first, up to `limit + 1` rows. */
  abstract listOf(userId: string, page: PageRequest): Promise<SessionView[]>;
  /** Ends every live session of a user, save one when it is named; returns the ids of those it ended. */
  abstract endAll(userId: string, reason: SessionEnd, exceptSessionId?: string): Promise<string[]>;
  /** The users of those of the sessions that live; one prepared statement, since every request asks. */
  abstract liveUsers(sessionIds: string[]): Promise<LiveUser[]>;
  /** Removes what ended or expired more than `days` ago. */
  abstract purge(days: number): Promise<void>;
}
