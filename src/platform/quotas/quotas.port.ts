/** What a plan limits. Bytes are those of stored documents; messages are answers begun in a calendar month (UTC). */
export const METERS = ['bots', 'documents', 'storageBytes', 'messages'] as const;
export type Meter = (typeof METERS)[number];

export interface MonthCount {
  /** `2026-11`. */
  month: string;
  count: number;
}

/** How a module counts what it keeps. Inside a transaction it sees what that has written. */
export interface MeterSource {
  used(workspaceId: string): Promise<number>;
  /** The last twelve months, newest first; for what is counted by month. */
  months?(workspaceId: string): Promise<MonthCount[]>;
}

/**
 * Port: whether a workspace's plan allows more. Fulfilled by `workspaces`; the modules that keep the things say how they
 * are counted, so nothing is counted twice and nothing drifts.
 */
export abstract class Quotas {
  /** Once for each meter, by the module that owns what it counts. */
  abstract register(meter: Meter, source: MeterSource): void;

  /** Whether the plan limits this at all; known without a query most of the time. */
  abstract limits(workspaceId: string, meter: Meter): Promise<boolean>;

  /**
   * Call it after the rows are written, in their transaction: exact whoever else adds at the same time. Throws
   * `quota.bots`, `quota.documents`, `quota.storageBytes` (forbidden) or `quota.messages` (rate limited, until the month
   * ends) with `limit`; the transaction is then rolled back.
   */
  abstract assertWithin(workspaceId: string, meters: readonly Meter[]): Promise<void>;

  /** Before work that would be thrown away: throws like `assertWithin` when nothing more fits. Not exact. */
  abstract assertRoom(workspaceId: string, meters: readonly Meter[]): Promise<void>;
}
