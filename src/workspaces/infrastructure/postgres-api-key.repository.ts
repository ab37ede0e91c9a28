import { Injectable } from '@nestjs/common';

import type { PageRequest } from '../../kernel/page.js';
import { Database } from '../../platform/database/index.js';
import {
  ApiKeyRepository,
  type ApiKeyUse,
  type LiveApiKey,
  type NewApiKey,
} from '../application/ports/api-key.repository.js';
import type { ApiKey } from '../domain/api-key.js';

const COLUMNS = `id, workspace_id AS "workspaceId", created_by AS "createdBy", name, prefix, scopes,
  bot_ids AS "botIds", expires_at AS "expiresAt", last_used_at AS "lastUsedAt", last_used_ip AS "lastUsedIp",
  created_at AS "createdAt"`;

@Injectable()
export class PostgresApiKeyRepository extends ApiKeyRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async count(workspaceId: string): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM api_keys WHERE workspace_id = $1',
      [workspaceId],
    );
    return row.count;
  }

  /** Reads `bots`, whose module stands above this one: the key needs to know no more of them than whose they are. */
  async areBotsOf(workspaceId: string, botIds: string[]): Promise<boolean> {
    const [row] = await this.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM bots
       WHERE id = ANY($2::uuid[]) AND workspace_id = $1 AND deleted_at IS NULL`,
      [workspaceId, botIds],
    );
    return row.count === new Set(botIds).size;
  }

  async insert(key: NewApiKey, secretHash: Buffer): Promise<ApiKey | undefined> {
    const [row] = await this.database.query<ApiKey>(
      `INSERT INTO api_keys (id, workspace_id, created_by, name, prefix, scopes, bot_ids, expires_at, secret_hash)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
       WHERE $8::timestamptz IS NULL OR $8::timestamptz > now()
       RETURNING ${COLUMNS}`,
      [
        key.id,
        key.workspaceId,
        key.createdBy,
        key.name,
        key.prefix,
        key.scopes,
        key.botIds,
        key.expiresAt,
        secretHash,
      ],
    );
    return row;
  }

  list(workspaceId: string, createdBy: string | undefined, { limit, after }: PageRequest): Promise<ApiKey[]> {
    return this.database.query(
      `SELECT ${COLUMNS} FROM api_keys
       WHERE workspace_id = $1 AND ($2::uuid IS NULL OR created_by = $2) AND ($3::uuid IS NULL OR id < $3)
       ORDER BY id DESC LIMIT $4`,
      [workspaceId, createdBy ?? null, after ?? null, limit + 1],
    );
  }

  async find(workspaceId: string, keyId: string): Promise<ApiKey | undefined> {
    const [row] = await this.database.query<ApiKey>(
      `SELECT ${COLUMNS} FROM api_keys WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, keyId],
    );
    return row;
  }

  async rename(workspaceId: string, keyId: string, name: string): Promise<ApiKey | undefined> {
    const [row] = await this.database.query<ApiKey>(
      `UPDATE api_keys SET name = $3 WHERE workspace_id = $1 AND id = $2 RETURNING ${COLUMNS}`,
      [workspaceId, keyId, name],
    );
    return row;
  }

  async replaceSecret(
    workspaceId: string,
    keyId: string,
    prefix: string,
    secretHash: Buffer,
  ): Promise<ApiKey | undefined> {
    const [row] = await this.database.query<ApiKey>(
      `UPDATE api_keys SET prefix = $3, secret_hash = $4
       WHERE workspace_id = $1 AND id = $2 AND (expires_at IS NULL OR expires_at > now())
       RETURNING ${COLUMNS}`,
      [workspaceId, keyId, prefix, secretHash],
    );
    return row;
  }

  async remove(workspaceId: string, keyId: string): Promise<boolean> {
    const rows = await this.database.query(
      'DELETE FROM api_keys WHERE workspace_id = $1 AND id = $2 RETURNING id',
      [workspaceId, keyId],
    );
    return rows.length === 1;
  }

  /** Key, role and standing of its maker in one statement: they are of one moment. */
  async live(secretHash: Buffer): Promise<LiveApiKey | undefined> {
    const [row] = await this.database.query<LiveApiKey>(
      `SELECT k.id, k.workspace_id AS "workspaceId", k.created_by AS "createdBy", m.role, k.scopes,
              k.bot_ids AS "botIds", (EXTRACT(epoch FROM k.expires_at - now()) * 1000)::float8 AS "msLeft"
       FROM api_keys k
       JOIN workspace_members m ON m.workspace_id = k.workspace_id AND m.user_id = k.created_by
       JOIN users u ON u.id = k.created_by
       WHERE k.secret_hash = $1 AND (k.expires_at IS NULL OR k.expires_at > now())
         AND m.suspended_at IS NULL AND u.suspended_at IS NULL AND u.deletion_at IS NULL`,
      [secretHash],
      { prepare: 'api_keys_live' },
    );
    return row;
  }

  async noteUses(uses: ApiKeyUse[]): Promise<void> {
    await this.database.query(
      `UPDATE api_keys k
       SET last_used_at = now() - make_interval(secs => u.ms_ago / 1000), last_used_ip = COALESCE(u.ip, k.last_used_ip)
       FROM unnest($1::uuid[], $2::text[], $3::float8[]) AS u (id, ip, ms_ago)
       WHERE k.id = u.id AND (k.last_used_at IS NULL OR k.last_used_at <= now() - interval '1 minute')`,
      [uses.map(({ keyId }) => keyId), uses.map(({ ip }) => ip), uses.map(({ msAgo }) => msAgo)],
    );
  }
}
