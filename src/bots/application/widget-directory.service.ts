import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { DomainError } from '../../kernel/domain-error.js';
import { AppConfig } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { AccessChanges } from '../../platform/http/access/index.js';
import { type AskingPage, mayShow } from '../../platform/http/security/index.js';
import { BotDirectory } from './bot-directory.service.js';
import { type PublicWidget, WidgetRepository } from './ports/widget.repository.js';

const REMEMBERED_MS = 2_000;
const MOST = 5_000;
const PUBLIC_KEY = /^[\w-]{1,64}$/;

/**
 * Widgets for visitors, who come often. Remembers one for 2 seconds, which is how long another instance may take to
 * notice a change; this one notices at once, and so do the visitors' open connections.
 */
@Injectable()
export class WidgetDirectory {
  private readonly byId = new LRUCache<string, Promise<PublicWidget | undefined>>({
    max: MOST,
    ttl: REMEMBERED_MS,
  });
  /** Public keys never change hands. */
  private readonly idOf = new LRUCache<string, string>({ max: MOST });

  constructor(
    private readonly widgets: WidgetRepository,
    private readonly database: Database,
    private readonly changes: AccessChanges,
    private readonly config: AppConfig,
    bots: BotDirectory,
  ) {
    bots.onForgotten((botId) => this.forgetNow(botId));
  }

  /**
   * The widget as it is shown on `page`. Throws `bot.not_found`, also for one that is switched off, and
   * `widget.origin_not_allowed` (forbidden).
   */
  async open(publicKey: string, page: AskingPage): Promise<PublicWidget> {
    const widget = await this.byPublicKey(publicKey);
    if (!widget?.settings.enabled) throw new DomainError('bot.not_found', 'not_found');
    if (!mayShow(page, widget.settings.allowedDomains, this.config.publicUrl)) {
      throw new DomainError('widget.origin_not_allowed', 'forbidden');
    }
    return widget;
  }

  async byPublicKey(publicKey: string): Promise<PublicWidget | undefined> {
    if (!PUBLIC_KEY.test(publicKey)) return undefined;
    const botId = this.idOf.get(publicKey);
    if (botId !== undefined) return this.byBot(botId);
    const found = await this.widgets.findByPublicKey(publicKey);
    if (found) this.idOf.set(publicKey, found.bot.id);
    return found;
  }

  byBot(botId: string): Promise<PublicWidget | undefined> {
    const known = this.byId.get(botId);
    if (known) return known;
    const loading = this.widgets.findByBot(botId);
    // What a transaction reads may be rolled back, so it is not for others.
    if (this.database.inTransaction) return loading;
    this.byId.set(botId, loading);
    loading.catch(() => {
      if (this.byId.peek(botId) === loading) this.byId.delete(botId);
    });
    return loading;
  }

  /** Forgets a widget once the open transaction has committed, or at once when none is open. */
  forget(botId: string): void {
    this.database.afterCommit(() => this.forgetNow(botId));
  }

  private forgetNow(botId: string): void {
    this.byId.delete(botId);
    this.changes.botChanged(botId);
  }
}
