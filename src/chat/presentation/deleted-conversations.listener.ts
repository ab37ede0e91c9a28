import { Injectable } from '@nestjs/common';

import type { BotDeleted } from '../../bots/index.js';
import type { ConversationDeleted } from '../../conversations/index.js';
import { OnDomainEvent } from '../../platform/events/index.js';
import { SummaryStore } from '../application/ports/summary-store.port.js';
import { TraceStore } from '../application/ports/trace-store.port.js';
import { TurnRunner } from '../application/turn/turn-runner.service.js';

/** Nobody will read these answers: their models are told to stop, and what was noted beside them goes. */
@Injectable()
export class DeletedConversationsListener {
  constructor(
    private readonly runner: TurnRunner,
    private readonly traces: TraceStore,
    private readonly summaries: SummaryStore,
  ) {}

  @OnDomainEvent('conversation.deleted')
  async onConversationDeleted({ conversationId }: ConversationDeleted): Promise<void> {
    this.runner.drop((turn) => turn.conversationId === conversationId);
    await this.traces.forget(conversationId);
    await this.summaries.forget(conversationId);
  }

  /** What was noted goes with the messages. */
  @OnDomainEvent('bot.deleted')
  onBotDeleted({ botId }: BotDeleted): void {
    this.runner.drop((turn) => turn.botId === botId);
  }
}
