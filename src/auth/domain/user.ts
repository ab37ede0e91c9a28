/** A person with an account. The password's hash is no part of it and stays in the repository. */
export interface User {
  id: string;
  /** Canonical form; see `canonicalEmail`. */
  email: string;
  /** Since when the address is known to be theirs; null while it is not. */
  emailVerifiedAt: Date | null;
  name: string;
  /** Language of mails and of the console: en, es, fr or de. */
  locale: string;
  /** `admin` may see what belongs to the installation, not to a workspace: the job queues, for one. */
  platformRole: 'admin' | null;
  /** Since when signing in takes a second factor; null when it does not. */
  secondFactorAt: Date | null;
  /** Since when a platform administrator has shut the account; it counts as if there were none. */
  suspendedAt: Date | null;
  /** When the account is to be deleted, if its owner does not change their mind. */
  deletionAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}
