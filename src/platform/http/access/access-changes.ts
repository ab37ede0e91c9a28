/**
 * Port: told when what somebody may do has changed. It then holds at once on this instance, and within five seconds on
 * the others. Fulfilled by `auth`. Call it within the transaction or after it: nothing happens before the commit.
 */
export abstract class AccessChanges {
  /** A person's role, membership or account has changed. */
  abstract userChanged(userId: string): void;
  /** An API key has another secret, or is revoked. */
  abstract keyChanged(keyId: string): void;
}
