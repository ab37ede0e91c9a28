import { Injectable } from '@nestjs/common';

import type { PageRequest } from '../../kernel/page.js';
import { Database } from '../../platform/database/index.js';
import { AccountStateRepository } from '../application/ports/account-state.repository.js';
import type { User } from '../domain/user.js';
import { USER_COLUMNS } from './user-columns.js';

@Injectable()
export class PostgresAccountStateRepository extends AccountStateRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async list(text: string | undefined, page: PageRequest): Promise<User[]> {
    const pattern = text === undefined ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    return this.database.query<User>(
      `SELECT ${USER_COLUMNS} FROM users
       WHERE ($1::text IS NULL OR email ILIKE $1 OR name ILIKE $1) AND ($2::uuid IS NULL OR id < $2)
       ORDER BY id DESC LIMIT $3`,
      [pattern, page.after ?? null, page.limit + 1],
    );
  }

  async setSuspended(userId: string, suspended: boolean): Promise<User | undefined> {
    const [user] = await this.database.query<User>(
      `UPDATE users
       SET suspended_at = CASE WHEN $2 THEN COALESCE(suspended_at, now()) END, updated_at = now()
       WHERE id = $1 RETURNING ${USER_COLUMNS}`,
      [userId, suspended],
    );
    return user;
  }

  /** Two statements: the second must see what those who held the rows before have committed. */
  async lockAdministrators(): Promise<string[]> {
    await this.database.query('SELECT id FROM users WHERE platform_role IS NOT NULL ORDER BY id FOR UPDATE');
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM users
       WHERE platform_role = 'admin' AND suspended_at IS NULL AND deletion_at IS NULL`,
    );
    return rows.map((row) => row.id);
  }

  async existOthers(userId: string): Promise<boolean> {
    const [row] = await this.database.query<{ found: boolean }>(
      'SELECT EXISTS (SELECT 1 FROM users WHERE id <> $1) AS found',
      [userId],
    );
    return row.found;
  }

  async scheduleDeletion(userId: string, days: number): Promise<Date> {
    const [row] = await this.database.query<{ deletionAt: Date }>(
      `UPDATE users
       SET deletion_at = COALESCE(deletion_at, now() + make_interval(days => $2)), updated_at = now()
       WHERE id = $1 RETURNING deletion_at AS "deletionAt"`,
      [userId, days],
    );
    return row.deletionAt;
  }

  async cancelDeletion(userId: string): Promise<boolean> {
    const rows = await this.database.query(
      `UPDATE users SET deletion_at = NULL, updated_at = now()
       WHERE id = $1 AND deletion_at IS NOT NULL RETURNING id`,
      [userId],
    );
    return rows.length === 1;
  }

  async dueForDeletion(limit: number, after?: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT id FROM users WHERE deletion_at <= now() AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $1',
      [limit, after ?? null],
    );
    return rows.map((row) => row.id);
  }

  async claimDue(userId: string): Promise<User | undefined> {
    const [user] = await this.database.query<User>(
      `SELECT ${USER_COLUMNS} FROM users WHERE id = $1 AND deletion_at <= now() FOR UPDATE SKIP LOCKED`,
      [userId],
    );
    return user;
  }

  async delete(userId: string): Promise<void> {
    await this.database.query('DELETE FROM users WHERE id = $1', [userId]);
  }
}
