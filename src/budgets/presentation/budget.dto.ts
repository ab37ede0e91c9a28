import { IsIn, IsNumber, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

import type { BudgetState } from '../application/budget-states.service.js';
import { BUDGET_LIMITS, type BudgetSettings, dollarsOf, microsOf } from '../domain/budget.js';

const MODEL = /^[a-z][a-z0-9-]{0,30}(:[\w./:@-]{1,120})?$/;

/** What is left out is none. */
export class SetBudgetDto {
  /**
   * US dollars that may be spent on a day, in UTC, to a millionth; null for no limit, 0 for nothing that costs.
   * @example 2.5
   */
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(BUDGET_LIMITS.dollars)
  perDayUsd?: number | null;

  /**
   * US dollars that may be spent in a calendar month, in UTC; null for no limit, 0 for nothing that costs.
   * @example 50
   */
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(BUDGET_LIMITS.dollars)
  perMonthUsd?: number | null;

  /** What happens when it is used up: the bot says `message`, or `fallbackModel` answers. @example 'message' */
  @IsIn(['message', 'fallback_model'])
  onLimit: 'message' | 'fallback_model';

  /** @example 'I have answered a lot today. Please write to us at hello@example.com, or come back tomorrow.' */
  @IsOptional()
  @IsString()
  @Matches(/\S/)
  @MaxLength(BUDGET_LIMITS.message)
  message?: string | null;

  /**
   * Id of a chat model, best one that costs nothing, such as `offline`. One that costs money answers until twice the budget is
   * spent; then the bot says `message`, or its fallback message.
   * @example 'offline'
   */
  @IsOptional()
  @IsString()
  @Matches(MODEL)
  fallbackModel?: string | null;

  static settings(dto: SetBudgetDto): BudgetSettings {
    return {
      dayMicros: microsOf(dto.perDayUsd ?? null),
      monthMicros: microsOf(dto.perMonthUsd ?? null),
      onLimit: dto.onLimit,
      message: dto.message ?? null,
      fallbackModel: dto.fallbackModel ?? null,
    };
  }
}

/** In millionths of a US dollar. */
export class BudgetSpentDto {
  /** @example 1204300 */
  dayMicros: number;
  /** @example 18750000 */
  monthMicros: number;
}

export class BudgetExhaustedDto {
  /** @example 'day' */
  period: 'day' | 'month';
  /** When there is money again, if nobody changes the budget. */
  until: Date;
}

/** What a bot or a workspace may spend on answers, and has spent. */
export class BudgetDto {
  /** US dollars a day, in UTC; null for no limit. @example 2.5 */
  perDayUsd: number | null;
  /** US dollars a calendar month, in UTC; null for no limit. @example 50 */
  perMonthUsd: number | null;
  /** @example 'message' */
  onLimit: 'message' | 'fallback_model';
  message: string | null;
  fallbackModel: string | null;
  /** @example 'USD' */
  currency: 'USD';
  /** Today and in this month, with or without a limit. */
  spent: BudgetSpentDto;
  /** Answers of this month whose model has no known price, so that they are not in `spent`. @example 0 */
  unpricedAnswers: number;
  /** Null while there is money left. */
  exhausted: BudgetExhaustedDto | null;
  /** Null when nobody has set it. */
  updatedAt: Date | null;

  static from({ budget, spent, unpricedAnswers, exhausted }: BudgetState): BudgetDto {
    const { dayMicros, monthMicros, onLimit, message, fallbackModel, updatedAt } = budget;
    return {
      perDayUsd: dollarsOf(dayMicros),
      perMonthUsd: dollarsOf(monthMicros),
      onLimit,
      message,
      fallbackModel,
      currency: 'USD',
      spent: { dayMicros: spent.day, monthMicros: spent.month },
      unpricedAnswers,
      exhausted,
      updatedAt,
    };
  }
}
