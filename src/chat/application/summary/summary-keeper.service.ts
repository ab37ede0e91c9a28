import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

import { type ChatModel, ChatModels, type ChatRequest, type TokenUsage } from '../../../ai/index.js';
import type { Turn, TurnOutcome } from '../../../conversations/index.js';
import { nextSummary, planSummary, type SummaryPlan } from '../../domain/history-summary.js';
import { summaryPrompt } from '../../domain/summary-prompt.js';
import { SummaryStore } from '../ports/summary-store.port.js';
import type { TurnTrail } from '../trace/turn-trail.js';
import { BillingStep } from '../turn/billing.step.js';

/** Longest time a model may take; nobody waits for it. */
const DEADLINE_MS = 60_000;
/** Room for models that think first; the notes themselves are cut. */
const MOST_TOKENS = 2_000;
/** Has no use for what was said but the last question, see `OfflineChatModel`. */
const OFFLINE = 'offline';

/**
 * Condenses what no longer fits into the prompt, by the bot's own model and after a turn has ended, so that no reader
 * waits for it. One at a time per conversation. Whatever fails leaves the conversation as it was: the next turn does with
 * the newest exchanges, and its end is the next occasion.
 */
@Injectable()
export class SummaryKeeper implements OnApplicationShutdown {
  private readonly logger = new Logger('Summaries');
  private readonly running = new Map<string, Promise<void>>();
  private readonly closing = new AbortController();

  constructor(
    private readonly models: ChatModels,
    private readonly store: SummaryStore,
    private readonly billing: BillingStep,
  ) {}

  /** Looks at a turn that is over. Returns at once, and never throws. */
  consider(trail: TurnTrail, outcome: TurnOutcome): void {
    const { turn, bot, findings, modelId, draft } = trail;
    // A model that fell out for this answer, or may not be paid for, has no time for notes either.
    if (!bot || !findings || modelId === OFFLINE || draft?.writtenBy || outcome.budget) return;
    if (outcome.status === 'failed' || outcome.content === '' || this.closing.signal.aborted) return;
    if (this.running.has(turn.conversationId)) return;
    const last = { question: turn.question.content, answer: outcome.content, seq: turn.question.seq };
    const plan = planSummary([...findings.past, last], findings.summary);
    if (!plan) return;
    const work = this.condense(turn, bot.config.model ?? this.models.defaultId, plan)
      .catch((error: Error) => this.logger.warn(`a conversation stays uncondensed: ${error.message}`))
      .finally(() => this.running.delete(turn.conversationId));
    this.running.set(turn.conversationId, work);
  }

  /** Resolves when nothing is being condensed here. */
  async settled(): Promise<void> {
    await Promise.all(this.running.values());
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing.abort(new Error('shutting down'));
    await this.settled();
  }

  private async condense(turn: Turn, modelId: string, plan: SummaryPlan): Promise<void> {
    const { conversationId } = turn;
    const { throughSeq } = plan.before;
    if (!(await this.store.claim(conversationId, throughSeq, DEADLINE_MS / 1_000))) return;
    const signal = AbortSignal.any([AbortSignal.timeout(DEADLINE_MS), this.closing.signal]);
    const [model, request, draft] = [this.models.resolve(modelId), requestOf(plan), new Notes()];
    try {
      await draft.write(model, request, signal);
    } finally {
      await this.billing.charge(turn, { model: model.id, request, draft });
    }
    const next = nextSummary(plan, draft.content);
    if (next) await this.store.replace(conversationId, throughSeq, next);
  }
}

function requestOf(plan: SummaryPlan): ChatRequest {
  const { system, message } = summaryPrompt(plan);
  return {
    system,
    messages: [{ role: 'user', content: message }],
    question: message,
    passages: [],
    language: 'und',
    fallbackMessage: '',
    temperature: 0,
    maxOutputTokens: MOST_TOKENS,
  };
}

/** What the model writes. */
class Notes {
  content = '';
  begun = false;
  usage?: TokenUsage;

  /** Throws when it is not all of it, or when another model would have to. */
  async write(model: ChatModel, request: ChatRequest, signal: AbortSignal): Promise<void> {
    for await (const chunk of model.stream(request, signal)) {
      if (chunk.type === 'model') throw new Error(`${model.id} is not there`);
      this.begun = true;
      if (chunk.type === 'text') this.content += chunk.text;
      if (chunk.type !== 'finish') continue;
      this.usage = chunk.usage;
      if (chunk.reason === 'stop' || chunk.reason === 'length') return;
      throw new Error(`${model.id} ended with ${chunk.reason}`);
    }
    throw new Error(`${model.id} broke off`);
  }
}
