import { Injectable } from '@nestjs/common';

import { Database } from '../../platform/database/index.js';
import { UserRepository } from '../application/ports/user.repository.js';
import type { User } from '../domain/user.js';
import { USER_COLUMNS } from './user-columns.js';

/** Any fixed number: the first two registrations of an installation queue here. */
const FIRST_USER_LOCK = 4_217_002;

@Injectable()
export class PostgresUserRepository extends UserRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async isFirst(): Promise<boolean> {
    if (await this.anyone()) return false;
    await this.database.query('SELECT pg_advisory_xact_lock($1)', [FIRST_USER_LOCK]);
    return !(await this.anyone());
  }

  async insert(user: User, passwordHash: string): Promise<boolean> {
    const rows = await this.database.query(
      `INSERT INTO users (id, email, name, locale, platform_role, password_hash, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (email) DO NOTHING RETURNING id`,
      [
        user.id,
        user.email,
        user.name,
        user.locale,
        user.platformRole,
        passwordHash,
        user.createdAt,
        user.updatedAt,
      ],
    );
    return rows.length === 1;
  }

  async find(userId: string): Promise<User | undefined> {
    const [user] = await this.database.query<User>(`SELECT ${USER_COLUMNS} FROM users WHERE id = $1`, [
      userId,
    ]);
    return user;
  }

  async findByEmail(email: string): Promise<{ user: User; passwordHash: string } | undefined> {
    return this.withHash('email', email);
  }

  async credentialsOf(userId: string): Promise<{ user: User; passwordHash: string } | undefined> {
    return this.withHash('id', userId);
  }

  async setPasswordHash(userId: string, passwordHash: string, previous?: string): Promise<void> {
    await this.database.query(
      `UPDATE users SET password_hash = $2, updated_at = now()
       WHERE id = $1 AND password_hash = COALESCE($3, password_hash)`,
      [userId, passwordHash, previous ?? null],
    );
  }

  async holdCredentials(userId: string, passwordHash: string): Promise<boolean> {
    const rows = await this.database.query(
      'SELECT id FROM users WHERE id = $1 AND password_hash = $2 AND suspended_at IS NULL FOR SHARE',
      [userId, passwordHash],
    );
    return rows.length === 1;
  }

  async update(userId: string, changes: { name?: string; locale?: string }): Promise<User | undefined> {
    const [user] = await this.database.query<User>(
      `UPDATE users SET name = COALESCE($2, name), locale = COALESCE($3, locale), updated_at = now()
       WHERE id = $1 RETURNING ${USER_COLUMNS}`,
      [userId, changes.name ?? null, changes.locale ?? null],
    );
    return user;
  }

  private async withHash(column: 'id' | 'email', value: string) {
    const [row] = await this.database.query<User & { passwordHash: string }>(
      `SELECT ${USER_COLUMNS}, password_hash AS "passwordHash" FROM users WHERE ${column} = $1`,
      [value],
    );
    if (!row) return undefined;
    const { passwordHash, ...user } = row;
    return { user, passwordHash };
  }

  private async anyone(): Promise<boolean> {
    const [row] = await this.database.query<{ found: boolean }>(
      'SELECT EXISTS (SELECT 1 FROM users) AS found',
    );
    return row.found;
  }
}
