import { LRUCache } from 'lru-cache';

import { type NamedBudget, type Usage, WindowStore } from './window-store.js';

/**
 * Most windows and most memories that are kept, some 25 MB. Beyond, the one unused for longest is forgotten. Budgets of
 * addresses and visitors, whom anyone can be many of, have a share of their own, so that a flood of them does not push out
 * the rest.
 */
const MAX_WINDOWS = 60_000;

interface Window {
  used: number;
  endsAt: number;
}

/** Counts in this process, by a clock that nobody sets. */
export class MemoryWindowStore extends WindowStore {
  private readonly byAddress = new LRUCache<string, Window>({ max: MAX_WINDOWS });
  private readonly others = new LRUCache<string, Window>({ max: MAX_WINDOWS });
  private readonly memories = new LRUCache<string, number>({ max: MAX_WINDOWS });

  constructor(private readonly now: () => number = () => performance.now()) {
    super();
  }

  async add(budget: NamedBudget, key: string, points: number): Promise<Usage> {
    const now = this.now();
    const windows = this.windowsOf(budget);
    const id = `${budget.name}:${key}`;
    let window = windows.get(id);
    if (!window || window.endsAt <= now) {
      window = { used: 0, endsAt: now + budget.seconds * 1_000 };
      windows.set(id, window);
    }
    window.used += points;
    return { used: window.used, msLeft: window.endsAt - now };
  }

  async giveBack(budget: NamedBudget, key: string, points: number): Promise<void> {
    const window = this.windowsOf(budget).peek(`${budget.name}:${key}`);
    if (window) window.used = Math.max(0, window.used - points);
  }

  exhaustedFor(budget: NamedBudget, key: string): number {
    const window = this.windowsOf(budget).peek(`${budget.name}:${key}`);
    return window && window.used >= budget.points ? Math.max(0, window.endsAt - this.now()) : 0;
  }

  async recalls(key: string): Promise<boolean> {
    return (this.memories.get(key) ?? 0) > this.now();
  }

  async remember(key: string, seconds: number): Promise<void> {
    this.memories.set(key, this.now() + seconds * 1_000);
  }

  private windowsOf({ per }: NamedBudget): LRUCache<string, Window> {
    return per === 'ip' || per === 'ip+account' || per === 'visitor' || per === 'visitor-ip'
      ? this.byAddress
      : this.others;
  }
}
