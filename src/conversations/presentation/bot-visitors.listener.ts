import { Injectable } from '@nestjs/common';

import type { BotDeleted } from '../../bots/index.js';
import { OnDomainEvent } from '../../platform/events/index.js';
import { VisitorRepository } from '../application/ports/visitor.repository.js';

/** Names and addresses of visitors go with the bot that they visited. */
@Injectable()
export class BotVisitorsListener {
  constructor(private readonly visitors: VisitorRepository) {}

  @OnDomainEvent('bot.deleted')
  async onBotDeleted({ botId }: BotDeleted): Promise<void> {
    await this.visitors.removeOfBot(botId);
  }
}
