/** What a workspace may hold and do; null is no limit. */
export interface PlanLimits {
  bots: number | null;
  documents: number | null;
  storageBytes: number | null;
  /** Answers begun in a calendar month, UTC. */
  messages: number | null;
}

/** Plans are rows, so that an operator can add some; `free` and `unlimited` are there from the start. */
export interface Plan {
  id: string;
  name: string;
  limits: PlanLimits;
}

/** Seconds until the month that `now` is in ends, in UTC. */
export function secondsToMonthEnd(now: Date): number {
  const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
  return Math.max(1, Math.ceil((end - now.getTime()) / 1000));
}

/** The month that `now` is in: its first moment, and the first of the next. */
export function monthOf(now: Date): { from: Date; to: Date } {
  return {
    from: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1)),
    to: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)),
  };
}
