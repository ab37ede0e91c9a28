import { Injectable } from '@nestjs/common';

import type { PageRequest } from '../../kernel/page.js';
import { Database } from '../../platform/database/index.js';
import { MemberRepository, type Roster } from '../application/ports/member.repository.js';
import type { MemberChange, Standing } from '../domain/member-rules.js';
import type { Member, Workspace, WorkspaceRole } from '../domain/workspace.js';

/** Reads `users`, to which the rows point: a member is a person, and one statement is enough to say who. */
const SELECT = `
SELECT m.user_id AS "userId", u.name, u.email, u.locale, m.role, m.suspended_at AS "suspendedAt", m.created_at AS "joinedAt"
FROM workspace_members m JOIN users u ON u.id = m.user_id`;

@Injectable()
export class PostgresMemberRepository extends MemberRepository {
  constructor(private readonly database: Database) {
    super();
  }

  list(workspaceId: string, { limit, after }: PageRequest): Promise<Member[]> {
    return this.database.query(
      `${SELECT} WHERE m.workspace_id = $1 AND ($2::uuid IS NULL OR m.user_id < $2)
       ORDER BY m.user_id DESC LIMIT $3`,
      [workspaceId, after ?? null, limit + 1],
    );
  }

  async find(workspaceId: string, userId: string): Promise<Member | undefined> {
    const [member] = await this.database.query<Member>(
      `${SELECT} WHERE m.workspace_id = $1 AND m.user_id = $2`,
      [workspaceId, userId],
    );
    return member;
  }

  /** Two statements: the second must see what those who held the lock before have committed. */
  async lock(workspaceId: string, userIds: string[]): Promise<Roster | undefined> {
    const [workspace] = await this.database.query<Workspace>(
      `SELECT id, name, personal_of AS "personalOf", created_at AS "createdAt"
       FROM workspaces WHERE id = $1 FOR UPDATE`,
      [workspaceId],
    );
    if (!workspace) return undefined;
    const standings = await this.database.query<Standing>(
      `SELECT user_id AS "userId", role, suspended_at IS NOT NULL AS suspended
       FROM workspace_members WHERE workspace_id = $1 AND user_id = ANY ($2)`,
      [workspaceId, userIds],
    );
    return { workspace, standings };
  }

  async change(workspaceId: string, userId: string, { role, suspended }: MemberChange): Promise<void> {
    await this.database.query(
      `UPDATE workspace_members SET role = COALESCE($3, role), suspended_at = CASE
         WHEN $4::boolean IS NULL THEN suspended_at WHEN $4 THEN COALESCE(suspended_at, now()) END
       WHERE workspace_id = $1 AND user_id = $2`,
      [workspaceId, userId, role ?? null, suspended ?? null],
    );
  }

  async remove(workspaceId: string, userId: string): Promise<void> {
    await this.database.query('DELETE FROM workspace_members WHERE workspace_id = $1 AND user_id = $2', [
      workspaceId,
      userId,
    ]);
  }

  async add(workspaceId: string, userId: string, role: WorkspaceRole): Promise<boolean> {
    const rows = await this.database.query(
      `INSERT INTO workspace_members (workspace_id, user_id, role) VALUES ($1, $2, $3)
       ON CONFLICT DO NOTHING RETURNING user_id`,
      [workspaceId, userId, role],
    );
    return rows.length === 1;
  }

  async countActiveOwners(workspaceId: string): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM workspace_members
       WHERE workspace_id = $1 AND role = 'owner' AND suspended_at IS NULL`,
      [workspaceId],
    );
    return row.count;
  }

  async addressOf(userId: string): Promise<string | undefined> {
    const [row] = await this.database.query<{ email: string }>('SELECT email FROM users WHERE id = $1', [
      userId,
    ]);
    return row?.email;
  }

  async isMember(workspaceId: string, email: string): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 FROM workspace_members m JOIN users u ON u.id = m.user_id
       WHERE m.workspace_id = $1 AND u.email = $2`,
      [workspaceId, email],
    );
    return rows.length > 0;
  }
}
