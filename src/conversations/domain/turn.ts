import type { Citation } from './citation.js';
import type { AnswerError, BudgetNote, Message, Usage } from './message.js';

/** One question and the answer to be written: the unit of work of the chat module. */
export interface Turn {
  workspaceId: string;
  botId: string;
  conversationId: string;
  question: Message;
  /** The placeholder, or its last stored state. */
  answer: Message;
  /**
   * How often answering was begun, this time included; 0 while it waits for its first time. It fences writers: only
   * the newest attempt can store an outcome.
   */
  attempt: number;
}

/** How answering ended. `content` is what was written up to then. */
export interface TurnOutcome {
  status: 'completed' | 'stopped' | 'failed';
  content: string;
  citations: Citation[];
  answered: boolean | null;
  model: string | null;
  usage: Usage | null;
  costMicros: number | null;
  budget: BudgetNote | null;
  firstTokenMs: number | null;
  latencyMs: number | null;
  error: AnswerError | null;
}

/** The stored answer after `outcome`. */
export function answeredWith(turn: Turn, outcome: TurnOutcome): Message {
  return { ...turn.answer, ...outcome };
}

/** The outcome of a turn that never came to write anything. */
export function unwritten(status: 'stopped' | 'failed', error: AnswerError | null = null): TurnOutcome {
  return {
    status,
    content: '',
    citations: [],
    answered: null,
    model: null,
    usage: null,
    costMicros: null,
    budget: null,
    firstTokenMs: null,
    latencyMs: null,
    error,
  };
}
