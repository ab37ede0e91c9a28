/** Hashes passwords slowly, off the event loop. Callers pass them as `normalisePassword` leaves them. */
export abstract class PasswordHasher {
  /** Throws `auth.busy` (unavailable) when too many are waiting. */
  abstract hash(password: string): Promise<string>;
  /**
   * Whether the password belongs to the hash. Without a hash the answer is false after the same work, so that time
   * does not tell whether an account exists. Throws `auth.busy` (unavailable) when too many are waiting.
   */
  abstract verify(password: string, hash: string | undefined): Promise<boolean>;
  /** Whether the hash was made with other parameters than a hash made now. */
  abstract isOutdated(hash: string): boolean;
}
