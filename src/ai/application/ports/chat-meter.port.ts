import type { FinishReason, TokenUsage } from './chat-model.port.js';

/** One call of a remote chat model, told when it is over. Holds nothing of what was asked or written. */
export interface MeteredCall {
  /** Model that was called. */
  model: string;
  /** How it ended: the finish reason, the code of the error, or `aborted` when the reader left or stopped it. */
  outcome: FinishReason | 'aborted' | `ai.${string}`;
  /** From the call to the first text, retries included; undefined when none came. */
  firstTokenMs?: number;
  totalMs: number;
  /** Absent when the provider did not say, as with most calls that were cut short. */
  usage?: TokenUsage;
}

/** Is told of every call of a remote chat model. Must not throw and must not block. */
export abstract class ChatMeter {
  abstract record(call: MeteredCall): void;
}
