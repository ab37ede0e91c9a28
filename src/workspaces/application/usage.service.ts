import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import type { Caller } from '../../platform/http/access/index.js';
import { type Meter, METERS, type MonthCount } from '../../platform/quotas/index.js';
import { monthOf, type Plan } from '../domain/plan.js';
import { PlanQuotas } from './plan-quotas.service.js';
import { PlanRepository } from './ports/plan.repository.js';

export interface Usage {
  plan: Plan;
  /** The month that messages are counted in. */
  period: { from: Date; to: Date };
  used: Record<Meter, number>;
  months: MonthCount[];
}

/** What a workspace uses of what its plan allows. */
@Injectable()
export class UsageService {
  constructor(
    private readonly plans: PlanRepository,
    private readonly quotas: PlanQuotas,
  ) {}

  /** Throws `workspace.not_found`; `access.forbidden` for a key that is limited to some bots. */
  async of(caller: Caller, id: string): Promise<Usage> {
    const workspaceId = caller.wholeWorkspaceFor('workspace:read', id);
    const plan = await this.plans.ofWorkspace(workspaceId);
    if (!plan) throw new DomainError('workspace.not_found', 'not_found');
    const counts = await Promise.all(METERS.map((meter) => this.quotas.source(meter).used(workspaceId)));
    const used = Object.fromEntries(METERS.map((meter, index) => [meter, counts[index]]));
    return {
      plan,
      period: monthOf(new Date()),
      used: used as Record<Meter, number>,
      months: (await this.quotas.source('messages').months?.(workspaceId)) ?? [],
    };
  }
}
