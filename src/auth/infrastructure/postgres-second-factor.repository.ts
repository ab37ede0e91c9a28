import { Injectable } from '@nestjs/common';

import { Database } from '../../platform/database/index.js';
import { SecondFactorRepository } from '../application/ports/second-factor.repository.js';

@Injectable()
export class PostgresSecondFactorRepository extends SecondFactorRepository {
  constructor(private readonly database: Database) {
    super();
  }

  /** The user's row is held, so that no other request puts a secret in force while this one replaces it. */
  async prepare(userId: string, sealedSecret: Buffer): Promise<boolean> {
    const rows = await this.database.query(
      `INSERT INTO totp_factors (user_id, sealed_secret)
       SELECT id, $2 FROM users WHERE id = $1 AND second_factor_at IS NULL FOR UPDATE
       ON CONFLICT (user_id) DO UPDATE SET sealed_secret = EXCLUDED.sealed_secret, last_step = 0, created_at = now()
       RETURNING user_id`,
      [userId, sealedSecret],
    );
    return rows.length === 1;
  }

  async attempt(userId: string, limit: { attempts: number; seconds: number }) {
    const [counted] = await this.database.query<{ sealedSecret: Buffer }>(
      `UPDATE totp_factors SET
         attempts = CASE WHEN attempts_since < now() - make_interval(secs => $3) THEN 1 ELSE attempts + 1 END,
         attempts_since = CASE
           WHEN attempts = 0 OR attempts_since < now() - make_interval(secs => $3) THEN now()
           ELSE attempts_since
         END
       WHERE user_id = $1 AND (attempts < $2 OR attempts_since < now() - make_interval(secs => $3))
       RETURNING sealed_secret AS "sealedSecret"`,
      [userId, limit.attempts, limit.seconds],
    );
    if (counted) return counted;
    const [full] = await this.database.query<{ waitSeconds: number }>(
      `SELECT GREATEST(1, ceil($2 - extract(epoch FROM now() - attempts_since)))::int AS "waitSeconds"
       FROM totp_factors WHERE user_id = $1`,
      [userId, limit.seconds],
    );
    return full ?? 'none';
  }

  async useStep(userId: string, step: number): Promise<boolean> {
    const rows = await this.database.query(
      `UPDATE totp_factors SET last_step = $2, attempts = 0
       WHERE user_id = $1 AND last_step < $2 RETURNING user_id`,
      [userId, step],
    );
    return rows.length === 1;
  }

  async useRecoveryCode(userId: string, codeHash: Buffer): Promise<boolean> {
    const rows = await this.database.query(
      `WITH used AS (DELETE FROM recovery_codes WHERE user_id = $1 AND code_hash = $2 RETURNING user_id)
       UPDATE totp_factors f SET attempts = 0 FROM used WHERE f.user_id = used.user_id RETURNING f.user_id`,
      [userId, codeHash],
    );
    return rows.length === 1;
  }

  /** Two statements: the second must see what those who held the row before have committed. */
  async enable(userId: string, sealedSecret: Buffer): Promise<boolean> {
    await this.database.query('SELECT id FROM users WHERE id = $1 FOR UPDATE', [userId]);
    const rows = await this.database.query(
      `UPDATE users u SET second_factor_at = now(), updated_at = now()
       FROM totp_factors f
       WHERE u.id = $1 AND u.second_factor_at IS NULL AND f.user_id = u.id AND f.sealed_secret = $2
       RETURNING u.id`,
      [userId, sealedSecret],
    );
    return rows.length === 1;
  }

  async replaceRecoveryCodes(userId: string, codeHashes: Buffer[]): Promise<void> {
    await this.database.query('DELETE FROM recovery_codes WHERE user_id = $1', [userId]);
    await this.database.query(
      'INSERT INTO recovery_codes (user_id, code_hash) SELECT $1, unnest($2::bytea[])',
      [userId, codeHashes],
    );
  }

  async disable(userId: string): Promise<void> {
    await this.database.query('UPDATE users SET second_factor_at = NULL, updated_at = now() WHERE id = $1', [
      userId,
    ]);
    await this.database.query('DELETE FROM recovery_codes WHERE user_id = $1', [userId]);
    await this.database.query('DELETE FROM totp_factors WHERE user_id = $1', [userId]);
  }
}
