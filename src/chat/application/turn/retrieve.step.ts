import { Injectable } from '@nestjs/common';

import type { ContextPassage } from '../../../ai/index.js';
import type { Bot } from '../../../bots/index.js';
import { type Citation, ExchangeLog, type PastExchange, type Turn } from '../../../conversations/index.js';
import { words } from '../../../kernel/text/normalise.js';
import { type SearchHit, SearchService } from '../../../retrieval/index.js';
import { withinPassageBudget } from '../../domain/passage-budget.js';
import { previewOf } from '../../domain/preview.js';

/** What a question is answered from. Passage `i` and source `i` are the same text, numbered from 1. */
export interface Findings {
  past: PastExchange[];
  passages: ContextPassage[];
  sources: Citation[];
}

@Injectable()
export class RetrieveStep {
  constructor(
    private readonly exchanges: ExchangeLog,
    private readonly search: SearchService,
  ) {}

  /** Finds passages; earlier questions help with one that leans on them ("and the other one?"). */
  async run(turn: Turn, bot: Bot): Promise<Findings> {
    const past = await this.exchanges.past(turn);
    const question = turn.question.content;
    const found = await this.search.search({
      botId: bot.id,
      text: question,
      topK: bot.config.topK,
      vectorWeight: bot.config.vectorWeight,
      history: past.map((exchange) => exchange.question),
    });
    const items = withinPassageBudget(found.items);
    const wanted = words(question);
    return { past, passages: items.map(toPassage), sources: items.map((hit, i) => toSource(hit, i, wanted)) };
  }
}

function toPassage({ title, heading, page, content, score }: SearchHit, i: number): ContextPassage {
  return { index: i + 1, title, heading, page, content, score };
}

function toSource(hit: SearchHit, i: number, wanted: string[]): Citation {
  const { documentId, chunkId, title, url, page, heading, content, score } = hit;
  const snippet = previewOf(content, wanted);
  return { index: i + 1, documentId, chunkId, title, url, page, heading, snippet, score };
}
