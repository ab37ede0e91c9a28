import { shortAnswer, type Exchange } from './history-budget.js';

/** An exchange with its place in the conversation. */
export interface PlacedExchange extends Exchange {
  seq: number;
}

/** What was said up to a question, condensed. */
export interface HistorySummary {
  /** Place of the last question that it covers; 0 when there is none yet. */
  throughSeq: number;
  text: string;
}

export const NO_SUMMARY: Readonly<HistorySummary> = { throughSeq: 0, text: '' };

/** Longest summary, in UTF-16 units: some 500 tokens. */
export const LONGEST_SUMMARY = 2_000;
/** Condensed before the budget of the history is used up, so that no turn goes without what falls out of it. */
const CONDENSE_FROM_EXCHANGES = 8;
const CONDENSE_FROM_CHARS = 8_000;
/** So much stays word for word; what is condensed then lasts for several turns. */
const KEPT_EXCHANGES = 4;
const KEPT_CHARS = 5_000;

/** Exchanges of which a summary may exist; fewer were never condensed. */
export const FEWEST_SUMMARISED = KEPT_EXCHANGES;

/** What to condense next. */
export interface SummaryPlan {
  before: HistorySummary;
  /** Oldest first; all of them completed. */
  exchanges: PlacedExchange[];
  /** Place of the last of them. */
  throughSeq: number;
}

/** The exchanges that the summary does not cover. */
export function sinceSummary<T extends PlacedExchange>(
  past: readonly T[],
  { throughSeq }: HistorySummary,
): T[] {
  return past.filter(({ seq }) => seq > throughSeq);
}

/**
 * Which exchanges are to be condensed; undefined while everything fits. `past` holds completed exchanges, oldest first,
 * the one that has just ended included.
 */
export function planSummary(
  past: readonly PlacedExchange[],
  before: HistorySummary,
): SummaryPlan | undefined {
  const open = sinceSummary(past, before);
  const chars = open.reduce((sum, exchange) => sum + sizeOf(exchange), 0);
  if (open.length < CONDENSE_FROM_EXCHANGES && chars < CONDENSE_FROM_CHARS) return undefined;
  let kept = 0;
  let keptChars = 0;
  for (const exchange of [...open].reverse()) {
    keptChars += sizeOf(exchange);
    // The newest one always: its question may be answered once more.
    if (kept === KEPT_EXCHANGES || (keptChars > KEPT_CHARS && kept > 0)) break;
    kept += 1;
  }
  const exchanges = open.slice(0, open.length - kept);
  const last = exchanges.at(-1);
  return last && { before, exchanges, throughSeq: last.seq };
}

/** The summary as far as it is of use to a question: one that tells of the question itself, or of what followed, is not. */
export function summaryBefore(questionSeq: number, summary: HistorySummary | undefined): HistorySummary {
  return summary && summary.throughSeq < questionSeq ? summary : NO_SUMMARY;
}

/** What a model made of a plan, as it is kept; undefined for what is none. */
export function nextSummary({ throughSeq }: SummaryPlan, written: string): HistorySummary | undefined {
  const text = written.replaceAll('\u0000', '').trim().slice(0, LONGEST_SUMMARY).toWellFormed();
  return text === '' ? undefined : { throughSeq, text };
}

function sizeOf({ question, answer }: Exchange): number {
  return question.length + shortAnswer(answer).length;
}
