import type { UtcDay } from '../../../kernel/utc-day.js';
import type { Usage } from '../../domain/message.js';
import type { Turn, TurnOutcome } from '../../domain/turn.js';

/** Both included. */
export interface DayRange {
  from: UtcDay;
  to: UtcDay;
}

/** In millionths of a US dollar. */
export interface Spent {
  day: number;
  /** The calendar month of the day, up to it. */
  month: number;
}

/** What a model was asked for, and billed. */
export interface BilledCall {
  model: string;
  usage: Usage;
  costMicros: number | null;
}

export interface SpendTotals {
  /** Answers for which a model billed tokens, finished or not. */
  answers: number;
  /** Of these, whose tokens are estimated. */
  estimatedAnswers: number;
  /** Of these, whose model has no known price: they add nothing to the amount. */
  unpricedAnswers: number;
  /** These and the amount are of all work for answers, such as condensing long conversations, too. */
  promptTokens: number;
  completionTokens: number;
  amountMicros: number;
}

export const SPEND_GROUPINGS = ['day', 'bot', 'model'] as const;
export type SpendGrouping = (typeof SPEND_GROUPINGS)[number];

/** `key` is a day, the id of a bot or the id of a model. */
export interface SpendGroup extends SpendTotals {
  key: string;
}

/**
 * Port to what answers have cost, by workspace, bot, day and model. Counted where the outcome of a turn is stored, in the
 * same statement; what is deleted afterwards stays counted.
 */
export abstract class SpendLedger {
  /**
   * Counts an attempt whose outcome was not stored: one that was overtaken, or handed over. Nothing happens when it billed
   * nothing, or was stored after all.
   */
  abstract record(turn: Turn, outcome: TurnOutcome, day: UtcDay): Promise<void>;

  /** Counts a call that wrote no answer, such as one that condenses a long conversation: its tokens and its cost. */
  abstract add(of: { workspaceId: string; botId: string }, call: BilledCall, day: UtcDay): Promise<void>;

  /** Of one bot, or of the whole workspace when none is named; so does `totals`. */
  abstract spent(workspaceId: string, botId: string | null, day: UtcDay): Promise<Spent>;

  abstract totals(workspaceId: string, botId: string | null, range: DayRange): Promise<SpendTotals>;

  /** Days ascending; bots and models by what they cost, dearest first. At most `limit`. */
  abstract groups(
    workspaceId: string,
    range: DayRange,
    by: SpendGrouping,
    limit: number,
  ): Promise<SpendGroup[]>;
}
