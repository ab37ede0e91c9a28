import { Injectable } from '@nestjs/common';

import { Database } from '../../platform/database/index.js';
import { type KnownVisitor, VisitorRepository } from '../application/ports/visitor.repository.js';

@Injectable()
export class PostgresVisitorRepository extends VisitorRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async meet(
    { workspaceId, botId, externalId, name, email }: KnownVisitor,
    newId: string,
  ): Promise<string | undefined> {
    // Not for a bot that was deleted a moment ago, whose visitors have been forgotten.
    const [row] = await this.database.query<{ id: string }>(
      `INSERT INTO visitors (id, workspace_id, bot_id, external_id, name, email)
       SELECT $1::uuid, $2::uuid, b.id, $4::text, $5::text, $6::text FROM bots b WHERE b.id = $3 AND b.deleted_at IS NULL
       ON CONFLICT (bot_id, external_id) DO UPDATE
       SET name = COALESCE(EXCLUDED.name, visitors.name), email = COALESCE(EXCLUDED.email, visitors.email),
           last_seen_at = now()
       RETURNING id`,
      [newId, workspaceId, botId, externalId, name, email],
    );
    return row?.id;
  }

  async removeOfBot(botId: string): Promise<void> {
    await this.database.query('DELETE FROM visitors WHERE bot_id = $1', [botId]);
  }
}
