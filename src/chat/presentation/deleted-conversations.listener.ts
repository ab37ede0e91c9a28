import { Injectable } from '@nestjs/common';

import type { ConversationDeleted } from '../../conversations/index.js';
import { OnDomainEvent } from '../../platform/events/index.js';
import { TurnRunner } from '../application/turn/turn-runner.service.js';

/** Nobody will read these answers: their models are told to stop. */
@Injectable()
export class DeletedConversationsListener {
  constructor(private readonly runner: TurnRunner) {}

  @OnDomainEvent('conversation.deleted')
  onConversationDeleted({ conversationId }: ConversationDeleted): void {
    this.runner.drop(conversationId);
  }
}
