import { Injectable } from '@nestjs/common';

import { Database } from '../../platform/database/index.js';
import { AccountTokenRepository, type TokenPurpose } from '../application/ports/account-token.repository.js';

@Injectable()
export class PostgresAccountTokenRepository extends AccountTokenRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async put(userId: string, purpose: TokenPurpose, tokenHash: Buffer, minutes: number): Promise<void> {
    await this.database.query(
      `INSERT INTO account_tokens (user_id, purpose, token_hash, expires_at)
       VALUES ($1, $2, $3, now() + make_interval(mins => $4))
       ON CONFLICT (user_id, purpose) DO UPDATE
       SET token_hash = excluded.token_hash, expires_at = excluded.expires_at, created_at = now()`,
      [userId, purpose, tokenHash, minutes],
    );
  }

  async take(purpose: TokenPurpose, tokenHash: Buffer): Promise<string | undefined> {
    const [row] = await this.database.query<{ userId: string }>(
      `DELETE FROM account_tokens t USING users u
       WHERE t.token_hash = $1 AND t.purpose = $2 AND t.expires_at > now()
         AND u.id = t.user_id AND u.suspended_at IS NULL
       RETURNING t.user_id AS "userId"`,
      [tokenHash, purpose],
    );
    return row?.userId;
  }

  async putWithin(userId: string, purpose: TokenPurpose, minutes: number): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 FROM account_tokens
       WHERE user_id = $1 AND purpose = $2 AND created_at > now() - make_interval(mins => $3)`,
      [userId, purpose, minutes],
    );
    return rows.length > 0;
  }

  async markVerified(userId: string): Promise<void> {
    await this.database.query(
      'UPDATE users SET email_verified_at = COALESCE(email_verified_at, now()) WHERE id = $1',
      [userId],
    );
  }
}
