import { Injectable } from '@nestjs/common';

import { BotDirectory } from '../../bots/index.js';
import {
  type DayRange,
  type SpendGroup,
  type SpendGrouping,
  SpendLedger,
  type SpendTotals,
} from '../../conversations/index.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { daysBetween, firstOfMonth, isUtcDay, utcDay } from '../../kernel/utc-day.js';
import type { Caller } from '../../platform/http/access/index.js';

/** Longest time that is looked at in one go, in days. */
const LONGEST = 366;
/** Bots or models that are listed; the total has all of them. */
const MOST_GROUPS = 200;

export interface SpendReport extends DayRange {
  groupBy: SpendGrouping;
  total: SpendTotals;
  /** `name` of a bot; null when it was deleted, and for what has none. */
  groups: (SpendGroup & { name: string | null })[];
}

/** What answers have cost a workspace. */
@Injectable()
export class SpendService {
  constructor(
    private readonly ledger: SpendLedger,
    private readonly bots: BotDirectory,
    private readonly clock: Clock,
  ) {}

  /**
   * Of the days from `from` to `to`, both included and in UTC; of the current month when nothing is said. Throws
   * `workspace.not_found`, `access.forbidden`, and `spend.range_invalid` (invalid) for days that do not exist, that run
   * backwards or are more than a year.
   */
  async report(
    caller: Caller,
    id: string,
    { from, to, groupBy }: Partial<DayRange> & { groupBy: SpendGrouping },
  ): Promise<SpendReport> {
    const workspaceId = caller.wholeWorkspaceFor('workspace:read', id);
    const range = this.rangeOf(from, to);
    const [total, groups] = await Promise.all([
      this.ledger.totals(workspaceId, null, range),
      this.ledger.groups(workspaceId, range, groupBy, groupBy === 'day' ? LONGEST : MOST_GROUPS),
    ]);
    const names =
      groupBy === 'bot' ? await this.bots.names(groups.map(({ key }) => key)) : new Map<string, string>();
    return {
      ...range,
      groupBy,
      total,
      groups: groups.map((group) => ({ ...group, name: names.get(group.key) ?? null })),
    };
  }

  private rangeOf(from?: string, to = utcDay(this.clock.now())): DayRange {
    const range = { from: from ?? firstOfMonth(to), to };
    const days = isUtcDay(range.from) && isUtcDay(to) ? daysBetween(range.from, to) : 0;
    if (days < 1 || days > LONGEST) {
      throw new DomainError('spend.range_invalid', 'invalid', { params: { days: LONGEST } });
    }
    return range;
  }
}
