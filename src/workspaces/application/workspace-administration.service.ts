import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { type Page, type PageRequest, toPage } from '../../kernel/page.js';
import { AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import type { Plan } from '../domain/plan.js';
import { PlanQuotas } from './plan-quotas.service.js';
import { type AdministeredWorkspace, PlanRepository } from './ports/plan.repository.js';

/** Name under which the cursors of the list are bound; see `encodeCursor`. */
export const ADMINISTERED_WORKSPACE_LIST = 'admin-workspaces';

/** What platform administrators do with other people's workspaces: look at their size, and give them a plan. */
@Injectable()
export class WorkspaceAdministration {
  constructor(
    private readonly plans: PlanRepository,
    private readonly quotas: PlanQuotas,
    private readonly transactions: TransactionRunner,
    private readonly audit: AuditTrail,
  ) {}

  allPlans(): Promise<Plan[]> {
    return this.plans.list();
  }

  async list(
    filter: { q?: string; planId?: string },
    page: PageRequest,
  ): Promise<Page<AdministeredWorkspace>> {
    return toPage(ADMINISTERED_WORKSPACE_LIST, await this.plans.workspaces(filter, page), page.limit);
  }

  /** Nothing is deleted when the new plan allows less; it only stops more. Throws `workspace.not_found`, `plan.not_found`. */
  async changePlan(workspaceId: string, planId: string): Promise<AdministeredWorkspace> {
    const changed = await this.transactions.run(async () => {
      const workspace = await this.plans.change(workspaceId, planId);
      if (!workspace) throw new DomainError('workspace.not_found', 'not_found');
      await this.audit.record({
        action: 'workspace.plan_changed',
        workspaceId,
        target: { type: 'workspace', id: workspaceId, name: workspace.name },
        detail: { plan: planId },
      });
      return workspace;
    });
    this.quotas.forget(workspaceId);
    return changed;
  }
}
