import { Injectable } from '@nestjs/common';

import type { PageRequest } from '../../kernel/page.js';
import { AppConfig } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { WorkspaceRepository } from '../application/ports/workspace.repository.js';
import type { Membership, SoleOwnership, Workspace, WorkspaceRole } from '../domain/workspace.js';

type MembershipRow = Workspace & { role: WorkspaceRole };

const COLUMNS = 'w.id, w.name, w.personal_of AS "personalOf", w.created_at AS "createdAt"';

@Injectable()
export class PostgresWorkspaceRepository extends WorkspaceRepository {
  constructor(
    private readonly database: Database,
    private readonly config: AppConfig,
  ) {
    super();
  }

  async insert(workspace: Workspace, ownerId: string): Promise<void> {
    await this.database.query(
      `WITH made AS (
         INSERT INTO workspaces (id, name, personal_of, created_at, plan_id) VALUES ($1, $2, $3, $4, $6) RETURNING id
       )
       INSERT INTO workspace_members (workspace_id, user_id, role) SELECT id, $5::uuid, 'owner' FROM made`,
      [
        workspace.id,
        workspace.name,
        workspace.personalOf,
        workspace.createdAt,
        ownerId,
        this.config.defaultPlan,
      ],
    );
  }

  /** The lock lets no other statement write workspaces until the transaction ends; two statements, so that the second sees those before. */
  async insertAwaiting({ id, name, createdAt }: Workspace): Promise<boolean> {
    await this.database.query('LOCK TABLE workspaces IN SHARE ROW EXCLUSIVE MODE');
    const rows = await this.database.query(
      `INSERT INTO workspaces (id, name, created_at, plan_id, awaits_owner)
       SELECT $1::uuid, $2::text, $3::timestamptz, $4::text, true
       WHERE NOT EXISTS (SELECT 1 FROM workspaces) RETURNING id`,
      [id, name, createdAt, this.config.defaultPlan],
    );
    return rows.length === 1;
  }

  async handOver(owner: { id: string; name: string }): Promise<Workspace | undefined> {
    const [workspace] = await this.database.query<Workspace>(
      `WITH taken AS (
         UPDATE workspaces w SET awaits_owner = false, personal_of = $1, name = $2, plan_id = $3
         WHERE awaits_owner RETURNING ${COLUMNS}
       ), joined AS (
         INSERT INTO workspace_members (workspace_id, user_id, role) SELECT id, $1::uuid, 'owner' FROM taken
       )
       SELECT * FROM taken`,
      [owner.id, owner.name, this.config.defaultPlan],
    );
    return workspace;
  }

  async awaitsOwner(workspaceId: string): Promise<boolean> {
    const rows = await this.database.query('SELECT 1 FROM workspaces WHERE id = $1 AND awaits_owner', [
      workspaceId,
    ]);
    return rows.length === 1;
  }

  async rolesOf(userIds: string[]): Promise<{ userId: string; workspaceId: string; role: WorkspaceRole }[]> {
    return this.database.query(
      `SELECT m.user_id AS "userId", m.workspace_id AS "workspaceId", m.role
       FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id
       WHERE m.user_id = ANY($1) AND m.suspended_at IS NULL
       ORDER BY w.personal_of IS NOT DISTINCT FROM m.user_id DESC, w.id`,
      [userIds],
      { prepare: 'workspaces_roles_of' },
    );
  }

  async listOf(userId: string, workspaceIds: string[], page: PageRequest): Promise<Membership[]> {
    const rows = await this.database.query<MembershipRow>(
      `SELECT ${COLUMNS}, m.role
       FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id
       WHERE m.user_id = $1 AND m.suspended_at IS NULL AND w.id = ANY($2::uuid[])
         AND ($3::uuid IS NULL OR w.id < $3)
       ORDER BY w.id DESC LIMIT $4`,
      [userId, workspaceIds, page.after ?? null, page.limit + 1],
    );
    return rows.map(toMembership);
  }

  async findOf(userId: string, workspaceId: string): Promise<Membership | undefined> {
    const [row] = await this.database.query<MembershipRow>(
      `SELECT ${COLUMNS}, m.role
       FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id
       WHERE m.user_id = $1 AND w.id = $2 AND m.suspended_at IS NULL`,
      [userId, workspaceId],
    );
    return row && toMembership(row);
  }

  async personalOf(userId: string): Promise<Workspace | undefined> {
    const [row] = await this.database.query<Workspace>(
      `SELECT ${COLUMNS} FROM workspaces w WHERE w.personal_of = $1`,
      [userId],
    );
    return row;
  }

  /** Two statements: the second must see what those who held the rows before have committed. */
  async ownedAlone(userId: string): Promise<SoleOwnership[]> {
    await this.database.query(
      `SELECT w.id FROM workspaces w JOIN workspace_members m ON m.workspace_id = w.id
       WHERE m.user_id = $1 AND m.role = 'owner' ORDER BY w.id FOR UPDATE OF w`,
      [userId],
    );
    return this.database.query<SoleOwnership>(
      `SELECT w.id, w.name, w.personal_of IS NOT NULL AS personal,
              (SELECT count(*) FROM workspace_members o WHERE o.workspace_id = w.id AND o.user_id <> $1)::int AS others
       FROM workspaces w JOIN workspace_members m ON m.workspace_id = w.id
       WHERE m.user_id = $1 AND m.role = 'owner' AND (w.personal_of = $1 OR NOT EXISTS (
         SELECT 1 FROM workspace_members o
         WHERE o.workspace_id = w.id AND o.user_id <> $1 AND o.role = 'owner' AND o.suspended_at IS NULL))
       ORDER BY w.id`,
      [userId],
    );
  }

  async promoteSuccessor(workspaceId: string, leavingUserId: string): Promise<string | undefined> {
    const [row] = await this.database.query<{ userId: string }>(
      `UPDATE workspace_members SET role = 'owner', suspended_at = NULL
       WHERE workspace_id = $1 AND user_id = (
         SELECT user_id FROM workspace_members WHERE workspace_id = $1 AND user_id <> $2
         ORDER BY suspended_at IS NOT NULL, array_position(ARRAY['owner', 'admin', 'editor', 'viewer'], role), created_at, user_id LIMIT 1)
       RETURNING user_id AS "userId"`,
      [workspaceId, leavingUserId],
    );
    return row?.userId;
  }

  async rename(workspaceId: string, name: string): Promise<void> {
    await this.database.query('UPDATE workspaces SET name = $2 WHERE id = $1', [workspaceId, name]);
  }

  /** The members are read as they were when the statement began. */
  async delete(workspaceId: string): Promise<string[] | undefined> {
    const [row] = await this.database.query<{ members: string[] }>(
      `WITH gone AS (DELETE FROM workspaces WHERE id = $1 RETURNING id)
       SELECT ARRAY(SELECT user_id FROM workspace_members WHERE workspace_id = gone.id) AS members FROM gone`,
      [workspaceId],
    );
    return row?.members;
  }
}

function toMembership({ role, ...workspace }: MembershipRow): Membership {
  return { workspace, role };
}
