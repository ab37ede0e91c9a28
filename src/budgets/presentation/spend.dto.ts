import { IsIn, IsString, Matches } from 'class-validator';

import { SPEND_GROUPINGS, type SpendGrouping, type SpendTotals } from '../../conversations/index.js';
import { Omittable } from '../../platform/http/validation/index.js';
import type { SpendReport } from '../application/spend.service.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class SpendQueryDto {
  /** First day, in UTC; without it the first of the month of `to`. @example '2026-11-01' */
  @Omittable()
  @IsString()
  @Matches(DAY)
  from?: string;

  /** Last day, included; without it today. At most 366 days. @example '2026-11-30' */
  @Omittable()
  @IsString()
  @Matches(DAY)
  to?: string;

  /** What is put together. @example 'model' */
  @Omittable()
  @IsIn(SPEND_GROUPINGS)
  groupBy: 'day' | 'bot' | 'model' = 'day';
}

export class SpendTotalsDto {
  /** Answers for which a model billed tokens, finished or not. @example 412 */
  answers: number;
  /** Of these, whose tokens are estimated, as the provider did not say. @example 3 */
  estimatedAnswers: number;
  /** Of these, whose model has no known price: they add nothing to the amount. @example 0 */
  unpricedAnswers: number;
  /** @example 1204300 */
  promptTokens: number;
  /** @example 88120 */
  completionTokens: number;
  /** In millionths of a US dollar. @example 622712 */
  amountMicros: number;

  static from(totals: SpendTotals): SpendTotalsDto {
    const { answers, estimatedAnswers, unpricedAnswers, promptTokens, completionTokens, amountMicros } =
      totals;
    return { answers, estimatedAnswers, unpricedAnswers, promptTokens, completionTokens, amountMicros };
  }
}

export class SpendGroupDto extends SpendTotalsDto {
  /** A day, the id of a bot, or the id of a model. @example '2026-11-21' */
  key: string;
  /** Of a bot; null when it was deleted, and for days and models. */
  name: string | null;
}

/** What answers have cost a workspace. What is deleted afterwards stays counted. */
export class SpendDto {
  /** @example '2026-11-01' */
  from: string;
  /** @example '2026-11-30' */
  to: string;
  /** @example 'USD' */
  currency: 'USD';
  /** @example 'day' */
  groupBy: SpendGrouping;
  total: SpendTotalsDto;
  /** Days in order, those without answers left out; bots and models dearest first, 200 at most. */
  groups: SpendGroupDto[];

  static from({ from, to, groupBy, total, groups }: SpendReport): SpendDto {
    return {
      from,
      to,
      currency: 'USD',
      groupBy,
      total: SpendTotalsDto.from(total),
      groups: groups.map(({ key, name, ...totals }) => ({ key, name, ...SpendTotalsDto.from(totals) })),
    };
  }
}
