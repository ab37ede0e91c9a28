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
}
