import { Injectable } from '@nestjs/common';

import type { PageRequest } from '../../kernel/page.js';
import { Database } from '../../platform/database/index.js';
import type { Reach } from '../../platform/http/access/index.js';
import { BotRepository } from '../application/ports/bot.repository.js';
import { type BotConfig, DEFAULT_BOT_CONFIG, mergeConfig } from '../domain/bot-config.js';
import type { Bot } from '../domain/bot.js';

type BotRow = Omit<Bot, 'config'> & { config: Partial<BotConfig> };

const SELECT = `
  SELECT id, workspace_id AS "workspaceId", name, description, public_key AS "publicKey", config, sample,
         created_at AS "createdAt", updated_at AS "updatedAt"
  FROM bots WHERE deleted_at IS NULL`;

/** Of a `Reach` as the first two parameters. */
const WITHIN_REACH = 'workspace_id = ANY($1::uuid[]) AND ($2::uuid[] IS NULL OR id = ANY($2))';

@Injectable()
export class PostgresBotRepository extends BotRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async count(workspaceId: string): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM bots WHERE workspace_id = $1 AND deleted_at IS NULL',
      [workspaceId],
    );
    return row.count;
  }

  async insert(bot: Bot): Promise<void> {
    await this.database.query(
      `INSERT INTO bots (id, workspace_id, name, description, public_key, config, sample, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        bot.id,
        bot.workspaceId,
        bot.name,
        bot.description,
        bot.publicKey,
        JSON.stringify(bot.config),
        bot.sample,
        bot.createdAt,
        bot.updatedAt,
      ],
    );
  }

  async find({ workspaces, bots }: Reach, botId: string): Promise<Bot | undefined> {
    return this.one(`${SELECT} AND id = $3 AND ${WITHIN_REACH}`, [workspaces, bots, botId]);
  }

  async lock({ workspaces, bots }: Reach, botId: string): Promise<Bot | undefined> {
    return this.one(`${SELECT} AND id = $3 AND ${WITHIN_REACH} FOR UPDATE`, [workspaces, bots, botId]);
  }

  async findAnywhere(botId: string): Promise<Bot | undefined> {
    return this.one(`${SELECT} AND id = $1`, [botId], 'bots_find_anywhere');
  }

  async names(botIds: string[]): Promise<Map<string, string>> {
    const rows = await this.database.query<{ id: string; name: string }>(
      'SELECT id, name FROM bots WHERE id = ANY($1::uuid[]) AND deleted_at IS NULL',
      [botIds],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  async list({ workspaces, bots }: Reach, { text }: { text?: string }, page: PageRequest): Promise<Bot[]> {
    const rows = await this.database.query<BotRow>(
      `${SELECT} AND ${WITHIN_REACH}
         AND ($3::uuid IS NULL OR id < $3)
         AND ($4::text IS NULL OR name ILIKE $4 OR description ILIKE $4)
       ORDER BY id DESC LIMIT $5`,
      [workspaces, bots, page.after ?? null, text ? `%${literal(text)}%` : null, page.limit],
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
      `WITH widget AS (DELETE FROM bot_widgets WHERE bot_id = $1)
       UPDATE bots SET deleted_at = now(), name = '', description = '', config = '{}' WHERE id = $1`,
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
