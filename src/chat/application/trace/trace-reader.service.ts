import { Injectable } from '@nestjs/common';

import { ExchangeLog, MessagesService } from '../../../conversations/index.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { AppConfig } from '../../../platform/config/index.js';
import type { WorkspaceScope } from '../../../platform/http/access/index.js';
import { PassageReader } from '../../../retrieval/index.js';
import type { AnswerTrace } from '../../domain/answer-trace.js';
import { SummaryStore } from '../ports/summary-store.port.js';
import { TraceStore } from '../ports/trace-store.port.js';
import { TraceKeeper } from './trace-keeper.service.js';
import { DAY_MS } from './trace-retention.js';
import { type TraceView, viewOf } from './trace-view.js';

/** Tells how an answer came about, with the texts that are still there. */
@Injectable()
export class TraceReader {
  constructor(
    private readonly exchanges: ExchangeLog,
    private readonly messages: MessagesService,
    private readonly passages: PassageReader,
    private readonly summaries: SummaryStore,
    private readonly store: TraceStore,
    private readonly keeper: TraceKeeper,
    private readonly config: AppConfig,
  ) {}

  /**
   * Throws `message.not_found`, `access.forbidden`, and `trace.not_found` for an answer that is not over, older than the
   * retention, or was written while traces were switched off.
   */
  async read(scope: WorkspaceScope, answerId: string): Promise<TraceView> {
    const turn = await this.exchanges.findAnswer(scope, answerId);
    const trace = await this.find(answerId, turn.answer.createdAt);
    const [chunks, contents, summary] = await Promise.all([
      this.passages.read(
        turn.botId,
        (trace.search?.candidates ?? []).map(({ chunkId }) => chunkId),
      ),
      this.messages.contents(turn.conversationId, messagesOf(trace)),
      trace.prompt?.summarisedTo == null ? undefined : this.summaries.find(turn.conversationId),
    ]);
    return viewOf({ turn, trace, chunks, contents, summary });
  }

  private async find(answerId: string, createdAt: Date): Promise<AnswerTrace> {
    // The newest one may be on its way still.
    await this.keeper.settled();
    const oldest = Date.now() - this.config.traceRetentionDays * DAY_MS;
    const trace = createdAt.getTime() < oldest ? undefined : await this.store.find(answerId);
    if (!trace) throw new DomainError('trace.not_found', 'not_found');
    return trace;
  }
}

function messagesOf({ prompt }: AnswerTrace): string[] {
  return (prompt?.history ?? []).flatMap(({ questionId, answerId }) => [questionId, answerId]);
}
