import { Injectable } from '@nestjs/common';

import type { BotDeleted } from '../../bots/index.js';
import { OnDomainEvent } from '../../platform/events/index.js';
import { ConversationErasure } from '../application/conversation-erasure.service.js';

/** Questions, answers and visitors go with the bot. */
@Injectable()
export class DeletedBotsListener {
  constructor(private readonly erasure: ConversationErasure) {}

  @OnDomainEvent('bot.deleted')
  async onBotDeleted({ botId }: BotDeleted): Promise<void> {
    await this.erasure.ofBot(botId);
  }
}
