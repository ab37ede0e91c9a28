import type { HistorySummary } from '../../domain/history-summary.js';

/** Port to the summaries of conversations, one each. They go with their conversation. */
export abstract class SummaryStore {
  abstract find(conversationId: string): Promise<HistorySummary | undefined>;

  /**
   * Reserves the work on the next summary for `seconds`, across processes. False when somebody has it, when the summary
   * no longer ends at `throughSeq` (0: there is none), or when the conversation is gone.
   */
  abstract claim(conversationId: string, throughSeq: number, seconds: number): Promise<boolean>;

  /** Puts `next` in place of the summary that ends at `throughSeq`; nothing happens when that is another one by now. */
  abstract replace(conversationId: string, throughSeq: number, next: HistorySummary): Promise<void>;

  abstract forget(conversationId: string): Promise<void>;
}
