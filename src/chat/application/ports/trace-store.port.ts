import type { AnswerTrace } from '../../domain/answer-trace.js';

export interface StoredTrace {
  /** UUIDv7 of the answer. */
  answerId: string;
  trace: AnswerTrace;
}

/** Port to the traces of answers. They go with their message; nothing else depends on them. */
export abstract class TraceStore {
  /**
   * Stores traces, each over an earlier one of the same answer. Those of answers that are gone, or whose conversation was
   * deleted, are left out.
   */
  abstract save(traces: readonly StoredTrace[]): Promise<void>;

  abstract find(answerId: string): Promise<AnswerTrace | undefined>;

  /** All of a conversation. */
  abstract forget(conversationId: string): Promise<void>;

  /** Those of answers that were begun before `time`; returns how many. */
  abstract forgetBefore(time: Date): Promise<number>;
}
