import { Injectable } from '@nestjs/common';

import { type ChatRequest, estimateUsage, ModelPrices } from '../../../ai/index.js';
import { BudgetGuard } from '../../../budgets/index.js';
import { ExchangeLog, type Turn, type TurnOutcome } from '../../../conversations/index.js';
import type { Draft } from './draft.js';

type Bill = Pick<TurnOutcome, 'usage' | 'costMicros'>;

/** What was asked of a model, and what came of it. */
export interface ModelCall {
  model: string;
  request: ChatRequest;
  draft: Pick<Draft, 'content' | 'begun' | 'usage'>;
}

@Injectable()
export class BillingStep {
  constructor(
    private readonly prices: ModelPrices,
    private readonly budgets: BudgetGuard,
    private readonly exchanges: ExchangeLog,
  ) {}

  /**
   * What the answer has cost. Where the provider did not say, as of most answers that were stopped or broke off, tokens are
   * estimated; a call that failed before the model began is not billed.
   */
  run({ model, request, draft }: ModelCall, status: TurnOutcome['status']): Bill {
    if (!draft.usage && !this.prices.bills(model)) return { usage: null, costMicros: 0 };
    if (!draft.usage && !draft.begun && status === 'failed') return { usage: null, costMicros: null };
    const usage = draft.usage ?? estimateUsage(request, draft.content);
    return {
      usage: { ...usage, estimated: !draft.usage },
      costMicros: this.prices.costOf(model, usage),
    };
  }

  /** After it was stored: budgets know of it at once. */
  settle({ workspaceId, botId }: Turn, { costMicros }: Bill): void {
    if (costMicros) this.budgets.note(workspaceId, botId, costMicros);
  }

  /** Counts a call that wrote no answer. */
  async charge(turn: Turn, call: ModelCall): Promise<void> {
    const { usage, costMicros } = this.run(call, 'failed');
    if (!usage) return;
    await this.exchanges.charge(turn, { model: call.model, usage, costMicros });
    this.settle(turn, { usage, costMicros });
  }
}
