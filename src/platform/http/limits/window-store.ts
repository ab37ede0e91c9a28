import type { Budget } from './rate-limits.js';

/** A budget of one limit, with the name under which it is counted. */
export interface NamedBudget extends Budget {
  name: string;
}

/** What was used of a budget since its window began, and how long the window lasts. */
export interface Usage {
  used: number;
  msLeft: number;
}

/** Port: counts points per budget and key in windows that begin with the first use. */
export abstract class WindowStore {
  /** Adds points and tells the sum, which may be above the budget. */
  abstract add(budget: NamedBudget, key: string, points: number): Promise<Usage>;
  /** Takes points back in the window that is running. */
  abstract giveBack(budget: NamedBudget, key: string, points: number): Promise<void>;
  /** How long a key is known to be over its budget, without asking anybody; 0 when it is not. */
  abstract exhaustedFor(budget: NamedBudget, key: string): number;
  /** Whether a key was put down with `remember`, and not too long ago. */
  abstract recalls(key: string): Promise<boolean>;
  abstract remember(key: string, seconds: number): Promise<void>;
}
