import type { Usage } from '../application/usage.service.js';
import type { Plan } from '../domain/plan.js';

export class PlanDto {
  /**
   * @example 'free'
   */
  id: string;

  /**
   * @example 'Free'
   */
  name: string;

  static from({ id, name }: Plan): PlanDto {
    return Object.assign(new PlanDto(), { id, name });
  }
}

export class PlanLimitsDto {
  /** Bots at a time; null for no limit. */
  bots: number | null;
  /** Documents at a time, in all bots. */
  documents: number | null;
  /** Bytes of stored contents. */
  storageBytes: number | null;
  /** Answers begun in a calendar month, UTC. */
  messages: number | null;
}

/** A plan with what it allows. */
export class PlanOfferDto extends PlanDto {
  limits: PlanLimitsDto;

  static override from(plan: Plan): PlanOfferDto {
    return Object.assign(new PlanOfferDto(), PlanDto.from(plan), { limits: plan.limits });
  }
}

export class MeterDto {
  /**
   * @example 12
   */
  used: number;

  /**
   * Null for no limit.
   * @example 500
   */
  limit: number | null;
}

export class UsagePeriodDto {
  from: Date;
  /** The first moment that no longer belongs to it. */
  to: Date;
}

export class MonthUsageDto {
  /**
   * @example '2026-11'
   */
  month: string;

  messages: number;
}

/** What a workspace uses of what its plan allows. */
export class UsageDto {
  plan: PlanDto;

  /** The calendar month, in UTC, in which messages are counted. */
  period: UsagePeriodDto;

  bots: MeterDto;
  documents: MeterDto;

  /** Bytes of stored contents. */
  storageBytes: MeterDto;

  /** Answers begun in the period; deleting conversations does not bring them back. */
  messages: MeterDto;

  /** The last twelve months in which there were messages, newest first. */
  months: MonthUsageDto[];

  static from({ plan, period, used, months }: Usage): UsageDto {
    const dto = new UsageDto();
    dto.plan = PlanDto.from(plan);
    dto.period = period;
    for (const meter of ['bots', 'documents', 'storageBytes', 'messages'] as const) {
      dto[meter] = { used: used[meter], limit: plan.limits[meter] };
    }
    dto.months = months.map(({ month, count }) => ({ month, messages: count }));
    return dto;
  }
}
