import { Injectable } from '@nestjs/common';

import { Database } from '../../platform/database/index.js';
import { type PublicWidget, WidgetRepository } from '../application/ports/widget.repository.js';
import { type BotConfig, DEFAULT_BOT_CONFIG, mergeConfig } from '../domain/bot-config.js';
import type { Bot } from '../domain/bot.js';
import { widgetSettings, type WidgetSettings } from '../domain/widget-settings.js';

interface WidgetRow extends Omit<Bot, 'config'> {
  config: Partial<BotConfig>;
  settings: Partial<WidgetSettings> | null;
  sealed: Buffer | null;
}

const SELECT = `
  SELECT b.id, b.workspace_id AS "workspaceId", b.name, b.description, b.public_key AS "publicKey", b.config, b.sample,
         b.created_at AS "createdAt", b.updated_at AS "updatedAt", w.settings, w.sealed_identity_secret AS sealed
  FROM bots b LEFT JOIN bot_widgets w ON w.bot_id = b.id WHERE b.deleted_at IS NULL`;

@Injectable()
export class PostgresWidgetRepository extends WidgetRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async settings(botId: string): Promise<WidgetSettings> {
    const [row] = await this.database.query<{ settings: Partial<WidgetSettings> }>(
      'SELECT settings FROM bot_widgets WHERE bot_id = $1',
      [botId],
    );
    return widgetSettings(row?.settings ?? {});
  }

  async saveSettings(botId: string, settings: WidgetSettings): Promise<void> {
    await this.database.query(
      `INSERT INTO bot_widgets (bot_id, settings) VALUES ($1, $2)
       ON CONFLICT (bot_id) DO UPDATE SET settings = EXCLUDED.settings, updated_at = now()`,
      [botId, JSON.stringify(settings)],
    );
  }

  async saveIdentitySecret(botId: string, sealed: Buffer): Promise<void> {
    await this.database.query(
      `INSERT INTO bot_widgets (bot_id, settings, sealed_identity_secret) VALUES ($1, '{}', $2)
       ON CONFLICT (bot_id) DO UPDATE
       SET sealed_identity_secret = EXCLUDED.sealed_identity_secret, updated_at = now()`,
      [botId, sealed],
    );
  }

  findByPublicKey(publicKey: string): Promise<PublicWidget | undefined> {
    return this.one(`${SELECT} AND b.public_key = $1`, publicKey, 'widget_by_public_key');
  }

  findByBot(botId: string): Promise<PublicWidget | undefined> {
    return this.one(`${SELECT} AND b.id = $1`, botId, 'widget_by_bot');
  }

  private async one(sql: string, param: string, prepare: string): Promise<PublicWidget | undefined> {
    const [row] = await this.database.query<WidgetRow>(sql, [param], { prepare });
    if (!row) return undefined;
    const { settings, sealed, config, ...bot } = row;
    return {
      bot: { ...bot, config: mergeConfig(DEFAULT_BOT_CONFIG, config) },
      settings: widgetSettings(settings ?? {}),
      sealedIdentitySecret: sealed ?? undefined,
    };
  }
}
