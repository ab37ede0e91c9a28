import type { PageRequest } from '../../../kernel/page.js';
import type { Plan } from '../../domain/plan.js';

/** A workspace as platform administrators see it. */
export interface AdministeredWorkspace {
  id: string;
  name: string;
  personal: boolean;
  members: number;
  planId: string;
  planSince: Date;
  createdAt: Date;
}

export abstract class PlanRepository {
  /** Undefined when there is no such workspace. */
  abstract ofWorkspace(workspaceId: string): Promise<Plan | undefined>;
  /** The same, and nobody else may hold it until the transaction ends. */
  abstract lockOfWorkspace(workspaceId: string): Promise<Plan | undefined>;
  abstract list(): Promise<Plan[]>;
  /** Null when there is no such workspace. Throws `plan.not_found`. */
  abstract change(workspaceId: string, planId: string): Promise<AdministeredWorkspace | null>;
  /** Newest first, up to `limit + 1`. */
  abstract workspaces(
    filter: { q?: string; planId?: string },
    page: PageRequest,
  ): Promise<AdministeredWorkspace[]>;
}
