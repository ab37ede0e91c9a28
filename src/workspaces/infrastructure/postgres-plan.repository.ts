import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import type { PageRequest } from '../../kernel/page.js';
import { Database } from '../../platform/database/index.js';
import { type AdministeredWorkspace, PlanRepository } from '../application/ports/plan.repository.js';
import type { Plan } from '../domain/plan.js';

interface PlanRow {
  id: string;
  name: string;
  bots: number | null;
  documents: number | null;
  storageBytes: string | null;
  messages: number | null;
}

const PLAN = `p.id, p.name, p.max_bots AS bots, p.max_documents AS documents,
  p.max_storage_bytes AS "storageBytes", p.max_messages AS messages`;
const WORKSPACE = `w.id, w.name, w.personal_of IS NOT NULL AS personal, w.plan_id AS "planId",
  w.plan_since AS "planSince", w.created_at AS "createdAt",
  (SELECT count(*)::int FROM workspace_members m WHERE m.workspace_id = w.id) AS members`;

@Injectable()
export class PostgresPlanRepository extends PlanRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async ofWorkspace(workspaceId: string): Promise<Plan | undefined> {
    const [row] = await this.database.query<PlanRow>(
      `SELECT ${PLAN} FROM workspaces w JOIN plans p ON p.id = w.plan_id WHERE w.id = $1`,
      [workspaceId],
      { prepare: 'plan_of_workspace' },
    );
    return row && toPlan(row);
  }

  /** Not in the way of rows that refer to the workspace: those only need its key. */
  async lockOfWorkspace(workspaceId: string): Promise<Plan | undefined> {
    const [row] = await this.database.query<PlanRow>(
      `SELECT ${PLAN} FROM workspaces w JOIN plans p ON p.id = w.plan_id WHERE w.id = $1 FOR NO KEY UPDATE OF w`,
      [workspaceId],
    );
    return row && toPlan(row);
  }

  async list(): Promise<Plan[]> {
    const rows = await this.database.query<PlanRow>(`SELECT ${PLAN} FROM plans p ORDER BY p.id`);
    return rows.map(toPlan);
  }

  async change(workspaceId: string, planId: string): Promise<AdministeredWorkspace | null> {
    const [plan] = await this.database.query('SELECT 1 FROM plans WHERE id = $1 FOR KEY SHARE', [planId]);
    if (!plan) throw new DomainError('plan.not_found', 'invalid', { params: { plan: planId } });
    const [row] = await this.database.query<AdministeredWorkspace>(
      `UPDATE workspaces w SET plan_since = CASE WHEN plan_id = $2 THEN plan_since ELSE now() END, plan_id = $2
       WHERE id = $1 RETURNING ${WORKSPACE}`,
      [workspaceId, planId],
    );
    return row ?? null;
  }

  async workspaces(
    { q, planId }: { q?: string; planId?: string },
    page: PageRequest,
  ): Promise<AdministeredWorkspace[]> {
    return this.database.query<AdministeredWorkspace>(
      `SELECT ${WORKSPACE} FROM workspaces w
       WHERE ($1::text IS NULL OR w.name ILIKE $1) AND ($2::text IS NULL OR w.plan_id = $2)
         AND ($3::uuid IS NULL OR w.id < $3)
       ORDER BY w.id DESC LIMIT $4`,
      [
        q === undefined ? null : `%${q.replace(/[\\%_]/g, '\\$&')}%`,
        planId ?? null,
        page.after ?? null,
        page.limit + 1,
      ],
    );
  }
}

function toPlan({ id, name, bots, documents, storageBytes, messages }: PlanRow): Plan {
  const limits = {
    bots,
    documents,
    storageBytes: storageBytes === null ? null : Number(storageBytes),
    messages,
  };
  return { id, name, limits };
}
