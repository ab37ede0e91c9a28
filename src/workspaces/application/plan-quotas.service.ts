import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { DomainError } from '../../kernel/domain-error.js';
import { type Meter, type MeterSource, Quotas } from '../../platform/quotas/index.js';
import { type Plan, secondsToMonthEnd } from '../domain/plan.js';
import { PlanRepository } from './ports/plan.repository.js';

/** How long another instance may take to notice a change of plan. */
const CACHED_MS = 2_000;

/** What the plan of a workspace allows. */
@Injectable()
export class PlanQuotas extends Quotas {
  private readonly sources = new Map<Meter, MeterSource>();
  private readonly plans = new LRUCache<string, Promise<Plan | undefined>>({ max: 10_000, ttl: CACHED_MS });

  constructor(private readonly repository: PlanRepository) {
    super();
  }

  register(meter: Meter, source: MeterSource): void {
    this.sources.set(meter, source);
  }

  source(meter: Meter): MeterSource {
    const source = this.sources.get(meter);
    if (!source) throw new Error(`nobody counts ${meter}`);
    return source;
  }

  async limits(workspaceId: string, meter: Meter): Promise<boolean> {
    const plan = await this.planOf(workspaceId);
    return plan !== undefined && plan.limits[meter] !== null;
  }

  /** The lock makes those who add at the same time count one after another, each with what the others have committed. */
  async assertWithin(workspaceId: string, meters: readonly Meter[]): Promise<void> {
    if (!(await this.limitsAny(workspaceId, meters))) return;
    const plan = await this.repository.lockOfWorkspace(workspaceId);
    for (const meter of meters) await this.compare(plan, workspaceId, meter, 0);
  }

  async assertRoom(workspaceId: string, meters: readonly Meter[]): Promise<void> {
    if (!(await this.limitsAny(workspaceId, meters))) return;
    const plan = await this.planOf(workspaceId);
    for (const meter of meters) await this.compare(plan, workspaceId, meter, 1);
  }

  /** After a change of plan. */
  forget(workspaceId: string): void {
    this.plans.delete(workspaceId);
  }

  private async compare(
    plan: Plan | undefined,
    workspaceId: string,
    meter: Meter,
    coming: number,
  ): Promise<void> {
    const limit = plan?.limits[meter] ?? null;
    if (limit === null) return;
    const used = await this.source(meter).used(workspaceId);
    if (used + coming <= limit) return;
    if (meter !== 'messages') throw new DomainError(`quota.${meter}`, 'forbidden', { params: { limit } });
    const retryAfter = secondsToMonthEnd(new Date());
    throw new DomainError('quota.messages', 'rate_limited', { params: { limit }, retryAfter });
  }

  private async limitsAny(workspaceId: string, meters: readonly Meter[]): Promise<boolean> {
    const plan = await this.planOf(workspaceId);
    return meters.some((meter) => plan !== undefined && plan.limits[meter] !== null);
  }

  private planOf(workspaceId: string): Promise<Plan | undefined> {
    const known = this.plans.get(workspaceId);
    if (known) return known;
    const loading = this.repository.ofWorkspace(workspaceId);
    this.plans.set(workspaceId, loading);
    loading.catch(() => this.plans.delete(workspaceId));
    return loading;
  }
}
