import type { ChatRequest } from '../../../ai/index.js';
import type { Bot } from '../../../bots/index.js';
import type { BudgetNote, Turn } from '../../../conversations/index.js';
import type { Draft } from '../turn/draft.js';
import type { Finish } from '../turn/generate.step.js';
import type { Findings } from '../turn/retrieve.step.js';

/** What is known of a turn that is over; absent is what it did not come to. */
export interface TurnTrail {
  turn: Turn;
  /** All times by `performance.now()`. */
  began: number;
  bot?: Bot;
  /** The model that was asked. */
  modelId?: string;
  /** Said instead of asking a model, as a budget was used up. */
  said?: string;
  budget?: BudgetNote | null;
  findings?: Findings;
  /** The prompt, and when writing it began and ended. */
  request?: ChatRequest;
  promptBegan?: number;
  modelCalled?: number;
  draft?: Draft;
  finish?: Finish;
  ended: number;
}
