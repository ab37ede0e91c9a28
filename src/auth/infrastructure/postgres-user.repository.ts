import { Injectable } from '@nestjs/common';

import { Database } from '../../platform/database/index.js';
import { UserRepository } from '../application/ports/user.repository.js';
import type { User } from '../domain/user.js';

/** Any fixed number: the first two registrations of an installation queue here. */
const FIRST_USER_LOCK = 4_217_002;

const COLUMNS = `id, email, name, locale, platform_role AS "platformRole", second_factor_at AS "secondFactorAt",
  suspended_at AS "suspendedAt", deletion_at AS "deletionAt", created_at AS "createdAt", updated_at AS "updatedAt"`;

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
    const [user] = await this.database.query<User>(`SELECT ${COLUMNS} FROM users WHERE id = $1`, [userId]);
    return user;
  }

  async findByEmail(email: string): Promise<{ user: User; passwordHash: string } | undefined> {
    const [row] = await this.database.query<User & { passwordHash: string }>(
      `SELECT ${COLUMNS}, password_hash AS "passwordHash" FROM users WHERE email = $1`,
      [email],
    );
    if (!row) return undefined;
    const { passwordHash, ...user } = row;
    return { user, passwordHash };
  }

  async update(userId: string, changes: { name?: string; locale?: string }): Promise<User | undefined> {
    const [user] = await this.database.query<User>(
      `UPDATE users SET name = COALESCE($2, name), locale = COALESCE($3, locale), updated_at = now()
       WHERE id = $1 RETURNING ${COLUMNS}`,
      [userId, changes.name ?? null, changes.locale ?? null],
    );
    return user;
  }

  private async anyone(): Promise<boolean> {
    const [row] = await this.database.query<{ found: boolean }>(
      'SELECT EXISTS (SELECT 1 FROM users) AS found',
    );
    return row.found;
  }
}
