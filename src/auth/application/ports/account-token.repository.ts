export type TokenPurpose = 'verify-email' | 'reset-password';

/** Keeps the hashes of mailed links. */
export abstract class AccountTokenRepository {
  /** Takes the place of an earlier one of the same purpose. */
  abstract put(userId: string, purpose: TokenPurpose, tokenHash: Buffer, minutes: number): Promise<void>;
  /** Uses the token up; undefined when it is unknown, used or expired. Of several at once one gets the user. */
  abstract take(purpose: TokenPurpose, tokenHash: Buffer): Promise<string | undefined>;
  /** Whether a token of this purpose was put within the last `minutes`. */
  abstract putWithin(userId: string, purpose: TokenPurpose, minutes: number): Promise<boolean>;
  /** Notes that the address is the person's own. */
  abstract markVerified(userId: string): Promise<void>;
}
