import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { DomainError } from '../../kernel/domain-error.js';
import { Database } from '../../platform/database/index.js';
import {
  assertPermitted,
  readableBy,
  reaches,
  type WorkspaceScope,
} from '../../platform/http/access/index.js';
import type { Bot } from '../domain/bot.js';
import { BotRepository } from './ports/bot.repository.js';

const REMEMBERED_MS = 5_000;

/**
 * Bots for those who ask all the time: a chat turn costs no query for its bot. Remembers a bot for 5 seconds, which
 * is how long another instance may take to notice a change; this one notices at once.
 */
@Injectable()
export class BotDirectory {
  private readonly byId = new LRUCache<string, Promise<Bot | undefined>>({ max: 5_000, ttl: REMEMBERED_MS });

  private readonly listeners: ((botId: string) => void)[] = [];

  constructor(
    private readonly bots: BotRepository,
    private readonly database: Database,
  ) {}

  /**
   * The bot, if the scope reaches it. Treat it as read-only: others get the same object. Throws `bot.not_found` when
   * it does not exist or belongs to others, `access.forbidden` when the caller's role there is too low.
   */
  async find(scope: WorkspaceScope, botId: string): Promise<Bot> {
    const bot = await this.remembered(botId);
    if (!bot || !reaches(readableBy(scope), bot)) throw new DomainError('bot.not_found', 'not_found');
    assertPermitted(scope, bot.workspaceId);
    return bot;
  }

  /** The bot whoever asks, for background work; undefined once it is deleted. */
  async peek(botId: string): Promise<Bot | undefined> {
    return this.remembered(botId);
  }

  /** Names of bots that others have found to be within reach; deleted ones are absent. */
  names(botIds: string[]): Promise<Map<string, string>> {
    return this.bots.names(botIds);
  }

  /** Forgets a bot once the open transaction has committed, or at once when none is open. */
  forget(botId: string): void {
    this.database.afterCommit(() => {
      this.byId.delete(botId);
      for (const listener of this.listeners) listener(botId);
    });
  }

  /** Calls `listener`, which must not throw, with every bot that is changed or deleted on this instance. */
  onForgotten(listener: (botId: string) => void): void {
    this.listeners.push(listener);
  }

  private remembered(botId: string): Promise<Bot | undefined> {
    const known = this.byId.get(botId);
    if (known) return known;
    const loading = this.bots.findAnywhere(botId);
    // What a transaction reads may be rolled back, so it is not for others.
    if (this.database.inTransaction) return loading;
    this.byId.set(botId, loading);
    const forget = () => {
      if (this.byId.peek(botId) === loading) this.byId.delete(botId);
    };
    loading.then((bot) => bot ?? forget(), forget);
    return loading;
  }
}
