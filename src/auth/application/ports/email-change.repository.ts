export interface EmailChangeState {
  userId: string;
  newEmail: string;
  /** Both ends have agreed. */
  agreed: boolean;
}

/** Keeps changes of addresses until both ends have agreed. */
export abstract class EmailChangeRepository {
  /** Takes the place of an earlier change of this person. */
  abstract put(
    userId: string,
    newEmail: string,
    hashes: { approve: Buffer; confirm: Buffer },
    hours: number,
  ): Promise<void>;
  /** Notes that one end agrees and holds the change until the transaction ends; undefined for an unknown, used or expired token. */
  abstract agree(tokenHash: Buffer): Promise<EmailChangeState | undefined>;
  /** Gives the person the new address, verified, and ends the change. False when somebody else has that address by now. */
  abstract apply(change: EmailChangeState): Promise<boolean>;
}
