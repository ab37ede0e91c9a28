/** What may be spent in a day and in a calendar month, both in UTC, and what happens when it is. */
export interface Budget {
  scope: 'bot' | 'workspace';
  /** In millionths of a US dollar; null for no limit. */
  dayMicros: number | null;
  monthMicros: number | null;
  /** `message`: the bot says `message` and no model is asked. `fallback_model`: `fallbackModel` answers. */
  onLimit: 'message' | 'fallback_model';
  message: string | null;
  fallbackModel: string | null;
  /** null when nobody has set it. */
  updatedAt: Date | null;
}

export type BudgetSettings = Omit<Budget, 'scope' | 'updatedAt'>;
export type BudgetPeriod = 'day' | 'month';

export const BUDGET_LIMITS = { dollars: 1_000_000, message: 1_000 } as const;
export const MICROS_PER_DOLLAR = 1_000_000;

/** Budgets that keep nobody from anything. */
export function unlimited(scope: Budget['scope']): Budget {
  return {
    scope,
    dayMicros: null,
    monthMicros: null,
    onLimit: 'message',
    message: null,
    fallbackModel: null,
    updatedAt: null,
  };
}

/** The period whose amount is used up, the longer one first; undefined while there is some left of both. */
export function usedUp(
  { dayMicros, monthMicros }: Pick<Budget, 'dayMicros' | 'monthMicros'>,
  spent: { day: number; month: number },
): BudgetPeriod | undefined {
  if (monthMicros !== null && spent.month >= monthMicros) return 'month';
  if (dayMicros !== null && spent.day >= dayMicros) return 'day';
  return undefined;
}

export function hasLimit({ dayMicros, monthMicros }: Budget): boolean {
  return dayMicros !== null || monthMicros !== null;
}

/** What stands in for the bot's own model. */
export interface BudgetVerdict {
  budget: Budget;
  period: BudgetPeriod;
  /** What comes of it: not always what the owner chose, see `verdictOf`. */
  outcome: Budget['onLimit'];
}

/**
 * What a budget says to what was spent; undefined while there is some left. A budget bounds what is spent: a model that takes
 * over and costs money itself may do so until as much again is spent, then it is silent, too.
 */
export function verdictOf(
  budget: Budget,
  spent: { day: number; month: number },
  isFree: (model: string) => boolean,
): BudgetVerdict | undefined {
  const period = usedUp(budget, spent);
  if (!period) return undefined;
  const { onLimit, fallbackModel } = budget;
  const free = fallbackModel !== null && isFree(fallbackModel);
  const over = !free && usedUp(budget, { day: spent.day / 2, month: spent.month / 2 });
  return { budget, period: over || period, outcome: over ? 'message' : onLimit };
}

/**
 * Of the budgets that are used up, the one that decides: a message, which costs nothing, before another model, and the
 * workspace before the bot.
 */
export function deciding(verdicts: readonly BudgetVerdict[]): BudgetVerdict | undefined {
  const rank = ({ budget, outcome }: BudgetVerdict) =>
    (outcome === 'message' ? 0 : 2) + (budget.scope === 'workspace' ? 0 : 1);
  return [...verdicts].sort((a, b) => rank(a) - rank(b))[0];
}

/** Dollars as people write them; exact up to a million. */
export function microsOf(dollars: number | null): number | null {
  return dollars === null ? null : Math.round(dollars * MICROS_PER_DOLLAR);
}

export function dollarsOf(micros: number | null): number | null {
  return micros === null ? null : micros / MICROS_PER_DOLLAR;
}
