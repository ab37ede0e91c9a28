/** Keeps the secrets of second factors, sealed, and the hashes of recovery codes. */
export abstract class SecondFactorRepository {
  /** Stores a secret that does not count yet, in place of an earlier one. False when a second factor is in force. */
  abstract prepare(userId: string, sealedSecret: Buffer): Promise<boolean>;
  /**
   * Counts one attempt and returns the secret to try it against: `none` without a secret, and the seconds to wait when
   * there were `limit.attempts` within `limit.seconds`. One statement, so that parallel attempts count one by one.
   */
  abstract attempt(
    userId: string,
    limit: { attempts: number; seconds: number },
  ): Promise<{ sealedSecret: Buffer } | { waitSeconds: number } | 'none'>;
  /** Marks a time step as used. False when it, or a later one, was used before. */
  abstract useStep(userId: string, step: number): Promise<boolean>;
  /** Uses a recovery code up. False when there is none such. */
  abstract useRecoveryCode(userId: string, codeHash: Buffer): Promise<boolean>;
  /** Puts the secret in force. False when it was replaced meanwhile, or one is in force already. */
  abstract enable(userId: string, sealedSecret: Buffer): Promise<boolean>;
  abstract replaceRecoveryCodes(userId: string, codeHashes: Buffer[]): Promise<void>;
  /** Removes secret and recovery codes. */
  abstract disable(userId: string): Promise<void>;
}
