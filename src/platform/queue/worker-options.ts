import type { WorkerOptions } from 'bullmq';

/**
 * Base of every worker. The stalled interval is the same everywhere, since on Redis the largest one in play rules
 * them all; a job whose process was killed is picked up again within `lockDuration + stalledInterval`. Stalls are
 * not limited here: rows count their attempts, and a job must end as a row's state, never silently.
 */
export const workerOptions = {
  lockDuration: 15_000,
  stalledInterval: 5_000,
  maxStalledCount: 1_000,
} as const satisfies Partial<WorkerOptions>;
