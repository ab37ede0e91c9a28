/** Where a session was opened from; shown to its owner. */
export interface SessionClient {
  userAgent: string;
  ip: string;
}

/** One sign-in on one device. Access tokens name it, so ending it ends them. */
export interface Session {
  id: string;
  userId: string;
  client: SessionClient;
}

/** A live session as its owner sees it in the list. */
export interface SessionView {
  id: string;
  client: SessionClient;
  createdAt: Date;
  /** When it was last carried on. */
  lastUsedAt: Date;
  expiresAt: Date;
}

/** A session ends when it is not used for this long ... */
export const SESSION_IDLE_DAYS = 30;
/** ... and after this long in any case. */
export const SESSION_MAX_DAYS = 180;

/** Why a session ended before its time. */
export type SessionEnd =
  | 'logout'
  | 'reuse'
  | 'revoked'
  | 'password_changed'
  | 'password_reset'
  | 'email_changed'
  | 'deletion'
  | 'suspension';
