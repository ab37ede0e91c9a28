import { LRUCache } from 'lru-cache';

export interface Budget {
  /** Most writes of one principal in a window. */
  perPrincipal: number;
  /** Most writes of all of them together. */
  inAll: number;
  windowMs: number;
}

/** How much may be written down on behalf of those who are refused. Counts in fixed windows, in bounded memory. */
export class WriteBudget {
  private readonly used = new LRUCache<string, number>({ max: 10_000 });
  private window = Number.NEGATIVE_INFINITY;
  private total = 0;

  constructor(private readonly budget: Budget) {}

  /** False when nothing more of `principal` is to be written at time `now` (ms). */
  take(principal: string, now: number): boolean {
    const window = Math.floor(now / this.budget.windowMs);
    if (window !== this.window) {
      this.window = window;
      this.total = 0;
      this.used.clear();
    }
    const used = this.used.get(principal) ?? 0;
    if (used >= this.budget.perPrincipal || this.total >= this.budget.inAll) return false;
    this.used.set(principal, used + 1);
    this.total++;
    return true;
  }
}
