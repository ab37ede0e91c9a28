import type { PageRequest } from '../../../kernel/page.js';
import type { User } from '../../domain/user.js';

/** What administrators and time do to accounts. */
export abstract class AccountStateRepository {
  /** Newest first, up to `limit + 1` rows; `text` is looked for in addresses and names, literally. */
  abstract list(text: string | undefined, page: PageRequest): Promise<User[]>;
  /** Suspends or reinstates and returns the user after it; undefined when there is none. */
  abstract setSuspended(userId: string, suspended: boolean): Promise<User | undefined>;
  /**
   * The platform administrators who can act and will stay: neither suspended nor about to be deleted. Locks them until
   * the transaction ends, so that of two who would each be the last, one goes first.
   */
  abstract lockAdministrators(): Promise<string[]>;
  /** Whether there is any account besides this one. */
  abstract existOthers(userId: string): Promise<boolean>;
  /** Sets the day of deletion, unless it is set, and returns it. */
  abstract scheduleDeletion(userId: string, days: number): Promise<Date>;
  /** False when none was asked for. */
  abstract cancelDeletion(userId: string): Promise<boolean>;
  /** Accounts whose day has come, in the order of their ids; those after `after` when it is given. */
  abstract dueForDeletion(limit: number, after?: string): Promise<string[]>;
  /** Locks the account until the transaction ends; undefined when it is not due, or somebody else has locked it. */
  abstract claimDue(userId: string): Promise<User | undefined>;
  /** Removes the account with its sessions, factors and memberships. */
  abstract delete(userId: string): Promise<void>;
}
