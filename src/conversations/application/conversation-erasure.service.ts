import { Injectable } from '@nestjs/common';

import { TransactionRunner } from '../../platform/database/index.js';
import { HOUR_MS, PeriodicTask } from '../../platform/upkeep/index.js';
import { ConversationRepository } from './ports/conversation-repository.port.js';
import { VisitorRepository } from './ports/visitor.repository.js';

/** Small enough that no transaction holds its locks for long, whatever was said in each. */
const BATCH = 20;
const BOTS = 100;

/**
 * Erases what was said to a bot that is deleted, and who said it. What costs and plans count stays. Once an hour it looks for
 * what came in when the bot was deleted already, from an instance that did not know it yet.
 */
@Injectable()
export class ConversationErasure extends PeriodicTask {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly visitors: VisitorRepository,
    private readonly transactions: TransactionRunner,
  ) {
    super('Conversations', HOUR_MS);
  }

  /** Safe to repeat. */
  async ofBot(botId: string): Promise<void> {
    let erased: number;
    do erased = await this.transactions.run(() => this.conversations.eraseSome(botId, BATCH));
    while (erased > 0);
    await this.visitors.removeOfBot(botId);
  }

  protected async work(): Promise<void> {
    for (const botId of await this.conversations.deletedBots(BOTS)) await this.ofBot(botId);
  }
}
