import { Injectable } from '@nestjs/common';

import type { PageRequest } from '../../kernel/page.js';
import { Database } from '../../platform/database/index.js';
import { BotRepository } from '../application/ports/bot.repository.js';
import { type BotConfig, DEFAULT_BOT_CONFIG, mergeConfig } from '../domain/bot-config.js';
import type { Bot } from '../domain/bot.js';

type BotRow = Omit<Bot, 'config'> & { config: Partial<BotConfig> };

const SELECT = `
  SELECT id, workspace_id AS "workspaceId", name, description, public_key AS "publicKey", config,
         created_at AS "createdAt", updated_at AS "updatedAt"
  FROM bots WHERE deleted_at IS NULL`;

@Injectable()
export class PostgresBotRepository extends BotRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async insert(bot: Bot): Promise<void> {
    await this.database.query(
      `INSERT INTO bots (id, workspace_id, name, description, public_key, config, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        bot.id,
        bot.workspaceId,
        bot.name,
        bot.description,
        bot.publicKey,
        JSON.stringify(bot.config),
        bot.createdAt,
        bot.updatedAt,
      ],
    );
  }

  async find(workspaceIds: string[], botId: string): Promise<Bot | undefined> {
    return this.one(`${SELECT} AND id = $1 AND workspace_id = ANY($2::uuid[])`, [botId, workspaceIds]);
  }

  async lock(workspaceIds: string[], botId: string): Promise<Bot | undefined> {
    return this.one(`${SELECT} AND id = $1 AND workspace_id = ANY($2::uuid[]) FOR UPDATE`, [
      botId,
      workspaceIds,
    ]);
  }

  async findAnywhere(botId: string): Promise<Bot | undefined> {
    return this.one(`${SELECT} AND id = $1`, [botId], 'bots_find_anywhere');
  }

  async list(workspaceIds: string[], { text }: { text?: string }, page: PageRequest): Promise<Bot[]> {
    const rows = await this.database.query<BotRow>(
      `${SELECT} AND workspace_id = ANY($1::uuid[])
         AND ($2::uuid IS NULL OR id < $2)
         AND ($3::text IS NULL OR name ILIKE $3 OR description ILIKE $3)
       ORDER BY id DESC LIMIT $4`,
      [workspaceIds, page.after ?? null, text ? `%${literal(text)}%` : null, page.limit],
    );
    return rows.map(toBot);
  }

  async update(bot: Bot): Promise<void> {
    await this.database.query(
      'UPDATE bots SET name = $2, description = $3, config = $4, updated_at = $5 WHERE id = $1',
      [bot.id, bot.name, bot.description, JSON.stringify(bot.config), bot.updatedAt],
    );
  }

  async remove(botId: string): Promise<void> {
    await this.database.query(
      `UPDATE bots SET deleted_at = now(), name = '', description = '', config = '{}' WHERE id = $1`,
      [botId],
    );
  }

  private async one(sql: string, params: unknown[], prepare?: string): Promise<Bot | undefined> {
    const [row] = await this.database.query<BotRow>(sql, params, { prepare });
    return row && toBot(row);
  }
}

function toBot(row: BotRow): Bot {
  return { ...row, config: mergeConfig(DEFAULT_BOT_CONFIG, row.config) };
}

/** Takes the special meaning from the characters of a LIKE pattern. */
function literal(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
