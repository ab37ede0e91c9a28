import { Injectable } from '@nestjs/common';

import { Database } from '../../platform/database/index.js';
import {
  EmailChangeRepository,
  type EmailChangeState,
} from '../application/ports/email-change.repository.js';

@Injectable()
export class PostgresEmailChangeRepository extends EmailChangeRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async put(
    userId: string,
    newEmail: string,
    { approve, confirm }: { approve: Buffer; confirm: Buffer },
    hours: number,
  ): Promise<void> {
    await this.database.query(
      `INSERT INTO email_changes (user_id, new_email, approve_hash, confirm_hash, expires_at)
       VALUES ($1, $2, $3, $4, now() + make_interval(hours => $5))
       ON CONFLICT (user_id) DO UPDATE
       SET new_email = excluded.new_email, approve_hash = excluded.approve_hash,
         confirm_hash = excluded.confirm_hash, approved_at = NULL, confirmed_at = NULL,
         expires_at = excluded.expires_at`,
      [userId, newEmail, approve, confirm, hours],
    );
  }

  async agree(tokenHash: Buffer): Promise<EmailChangeState | undefined> {
    const [row] = await this.database.query<EmailChangeState>(
      `UPDATE email_changes c
       SET approved_at = CASE WHEN approve_hash = $1 THEN now() ELSE approved_at END,
         confirmed_at = CASE WHEN confirm_hash = $1 THEN now() ELSE confirmed_at END
       FROM users u
       WHERE ((approve_hash = $1 AND approved_at IS NULL) OR (confirm_hash = $1 AND confirmed_at IS NULL))
         AND expires_at > now() AND u.id = c.user_id AND u.suspended_at IS NULL
       RETURNING c.user_id AS "userId", c.new_email AS "newEmail",
         approved_at IS NOT NULL AND confirmed_at IS NOT NULL AS agreed`,
      [tokenHash],
    );
    return row;
  }

  async apply({ userId, newEmail }: EmailChangeState): Promise<boolean> {
    const rows = await this.database.query(
      `UPDATE users SET email = $2, email_verified_at = now(), updated_at = now()
       WHERE id = $1 AND NOT EXISTS (SELECT FROM users WHERE email = $2 AND id <> $1) RETURNING id`,
      [userId, newEmail],
    );
    await this.database.query('DELETE FROM email_changes WHERE user_id = $1', [userId]);
    return rows.length === 1;
  }
}
