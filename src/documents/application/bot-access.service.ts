import { Injectable } from '@nestjs/common';

import { BotDirectory } from '../../bots/index.js';
import type { Caller } from '../../platform/http/access/index.js';
import type { BotRef } from './ports/document-repository.port.js';

/** Finds the bot a caller names, within what the caller may do with its documents. */
@Injectable()
export class BotAccess {
  constructor(private readonly bots: BotDirectory) {}

  /** Throws `bot.not_found` for a bot that is absent or another tenant's. */
  async forReading(caller: Caller, botId: string): Promise<BotRef> {
    const { id, workspaceId } = await this.bots.find(caller.scope('documents:read'), botId);
    return { botId: id, workspaceId };
  }

  /** As `forReading`, with how the bot searches. */
  async forSearching(caller: Caller, botId: string): Promise<{ botId: string; vectorWeight: number }> {
    const { id, config } = await this.bots.find(caller.scope('documents:read'), botId);
    return { botId: id, vectorWeight: config.vectorWeight };
  }

  /** As `forReading`, and `access.forbidden` when the role is too low. */
  async forWriting(caller: Caller, botId: string): Promise<BotRef> {
    const { id, workspaceId } = await this.bots.find(caller.scope('documents:write'), botId);
    return { botId: id, workspaceId };
  }

  async exists(botId: string): Promise<boolean> {
    return (await this.bots.peek(botId)) !== undefined;
  }
}
