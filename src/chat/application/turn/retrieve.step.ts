import { Injectable, Logger } from '@nestjs/common';

import type { ContextPassage } from '../../../ai/index.js';
import type { Bot } from '../../../bots/index.js';
import { type Citation, ExchangeLog, type PastExchange, type Turn } from '../../../conversations/index.js';
import { words } from '../../../kernel/text/normalise.js';
import { type SearchHit, type SearchResult, SearchService } from '../../../retrieval/index.js';
import { withinBudget } from '../../domain/history-budget.js';
import {
  FEWEST_SUMMARISED,
  type HistorySummary,
  NO_SUMMARY,
  sinceSummary,
  summaryBefore,
} from '../../domain/history-summary.js';
import { withinPassageBudget } from '../../domain/passage-budget.js';
import { previewOf } from '../../domain/preview.js';
import { SummaryStore } from '../ports/summary-store.port.js';

/** What a question is answered from. Passage `i` and source `i` are the same text, numbered from 1. */
export interface Findings {
  /** Completed exchanges before this turn, as far back as they are looked at. */
  past: PastExchange[];
  /** What was said before `history`; `NO_SUMMARY` where nothing was condensed. */
  summary: HistorySummary;
  /** Of `past`, what the model is told word for word. */
  history: PastExchange[];
  passages: ContextPassage[];
  sources: Citation[];
  found: SearchResult;
  historyMs: number;
  searchMs: number;
}

@Injectable()
export class RetrieveStep {
  private readonly logger = new Logger('Chat');

  constructor(
    private readonly exchanges: ExchangeLog,
    private readonly search: SearchService,
    private readonly summaries: SummaryStore,
  ) {}

  /** Finds passages; earlier questions help with one that leans on them ("and the other one?"). */
  async run(turn: Turn, bot: Bot): Promise<Findings> {
    const began = performance.now();
    const past = await this.exchanges.past(turn);
    const searching = performance.now();
    const question = turn.question.content;
    const summarised = this.summaryOf(turn, past);
    const found = await this.search.search({
      botId: bot.id,
      text: question,
      topK: bot.config.topK,
      vectorWeight: bot.config.vectorWeight,
      history: past.map((exchange) => exchange.question),
    });
    const ended = performance.now();
    const items = withinPassageBudget(found.items);
    const wanted = words(question);
    const summary = await summarised;
    return {
      past,
      summary,
      history: withinBudget(sinceSummary(past, summary)),
      passages: items.map(toPassage),
      sources: items.map((hit, i) => toSource(hit, i, wanted)),
      found,
      historyMs: searching - began,
      searchMs: ended - searching,
    };
  }

  /** Beside the search. A summary that cannot be read is none. */
  private async summaryOf({ conversationId, question }: Turn, past: PastExchange[]): Promise<HistorySummary> {
    if (past.length < FEWEST_SUMMARISED) return NO_SUMMARY;
    try {
      return summaryBefore(question.seq, await this.summaries.find(conversationId));
    } catch (error) {
      this.logger.warn({ err: error, conversationId }, 'answering without the summary of the conversation');
      return NO_SUMMARY;
    }
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
