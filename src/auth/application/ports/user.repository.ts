import type { User } from '../../domain/user.js';

/** Keeps users and the hashes of their passwords. */
export abstract class UserRepository {
  /**
   * Whether the account about to be stored is the first of the installation. Call it in the transaction that stores
   * it: while there is no user, callers wait for each other, so that one of them alone is told true.
   */
  abstract isFirst(): Promise<boolean>;
  /** Returns false, having stored nothing, when the address is taken. */
  abstract insert(user: User, passwordHash: string): Promise<boolean>;
  abstract find(userId: string): Promise<User | undefined>;
  /** `email` in canonical form. */
  abstract findByEmail(email: string): Promise<{ user: User; passwordHash: string } | undefined>;
  abstract credentialsOf(userId: string): Promise<{ user: User; passwordHash: string } | undefined>;
  /** Stores another hash of the password; when `previous` is given, only in its place. */
  abstract setPasswordHash(userId: string, passwordHash: string, previous?: string): Promise<void>;
  /**
   * Whether the password is still the one with this hash and the account is not suspended; holds both until the
   * transaction ends, so that whoever changes them comes before or after, and sees what was done in between.
   */
  abstract holdCredentials(userId: string, passwordHash: string): Promise<boolean>;
  /** Writes the given fields and returns the user after it; undefined when there is none. */
  abstract update(userId: string, changes: { name?: string; locale?: string }): Promise<User | undefined>;
}
