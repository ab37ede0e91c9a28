import { isDeepStrictEqual } from 'node:util';

import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { assertPermitted, readableBy, type WorkspaceScope } from '../../platform/http/access/index.js';
import type { Bot } from '../domain/bot.js';
import { widgetSettings, type WidgetSettings } from '../domain/widget-settings.js';
import { IdentitySecrets } from './identity-secrets.service.js';
import { BotRepository } from './ports/bot.repository.js';
import { WidgetRepository } from './ports/widget.repository.js';
import { WidgetDirectory } from './widget-directory.service.js';

/** What a bot owner does with its widget. All throw `bot.not_found`, `access.forbidden`. */
@Injectable()
export class WidgetConfiguration {
  constructor(
    private readonly bots: BotRepository,
    private readonly widgets: WidgetRepository,
    private readonly directory: WidgetDirectory,
    private readonly secrets: IdentitySecrets,
    private readonly transactions: TransactionRunner,
    private readonly audit: AuditTrail,
  ) {}

  async get(scope: WorkspaceScope, botId: string): Promise<WidgetSettings> {
    permitted(scope, await this.bots.find(readableBy(scope), botId));
    return this.widgets.settings(botId);
  }

  /** Replaces the settings as a whole. */
  async set(
    scope: WorkspaceScope,
    botId: string,
    given: Parameters<typeof widgetSettings>[0],
  ): Promise<WidgetSettings> {
    const next = widgetSettings(given);
    await this.transactions.run(async () => {
      const bot = permitted(scope, await this.bots.lock(readableBy(scope), botId));
      const before = await this.widgets.settings(botId);
      await this.widgets.saveSettings(botId, next);
      await this.audit.record({
        ...eventOf(bot, 'bot.widget_changed'),
        detail: { fields: changedFields(before, next).join(', ') },
      });
      this.directory.forget(botId);
    });
    return next;
  }

  /** A new secret, told this once; what was signed with the old one is no good any more. */
  async rotateIdentitySecret(scope: WorkspaceScope, botId: string): Promise<string> {
    const { secret, sealed } = this.secrets.make(botId);
    await this.transactions.run(async () => {
      const bot = permitted(scope, await this.bots.lock(readableBy(scope), botId));
      await this.widgets.saveIdentitySecret(botId, sealed);
      await this.audit.record(eventOf(bot, 'bot.identity_secret_rotated'));
      this.directory.forget(botId);
    });
    return secret;
  }
}

function permitted(scope: WorkspaceScope, bot: Bot | undefined): Bot {
  if (!bot) throw new DomainError('bot.not_found', 'not_found');
  assertPermitted(scope, bot.workspaceId);
  return bot;
}

function eventOf({ id, name, workspaceId }: Bot, action: string) {
  return { action, workspaceId, target: { type: 'bot', id, name } };
}

function changedFields(before: WidgetSettings, after: WidgetSettings): string[] {
  const fields = Object.keys(after) as (keyof WidgetSettings)[];
  return fields.filter((field) => !isDeepStrictEqual(before[field], after[field]));
}
