import { Injectable } from '@nestjs/common';

import type { PageRequest } from '../../kernel/page.js';
import { Database } from '../../platform/database/index.js';
import type { Reach } from '../../platform/http/access/index.js';
import {
  type BotRef,
  type DocumentChange,
  type DocumentCount,
  type DocumentFilter,
  DocumentRepository,
  type DocumentRun,
  type NewDocument,
  type RunResult,
} from '../application/ports/document-repository.port.js';
import { type ChunkingOptions, DEFAULT_CHUNKING } from '../domain/chunking/chunking-options.js';
import type { Document, DocumentContent, DocumentFailure, DocumentStage } from '../domain/document.js';
import { COLUMNS, INSERT_QUEUED, QUEUED_STATE, REPLACE_QUEUED, toRecord } from './document-sql.js';

/** Of a `Reach` as the first two parameters. */
const WITHIN_REACH = 'workspace_id = ANY($1::uuid[]) AND ($2::uuid[] IS NULL OR bot_id = ANY($2))';

type WithPreviousAttempt = Document & { previousAttempt: string | null };

@Injectable()
export class PostgresDocumentRepository extends DocumentRepository {
  constructor(private readonly database: Database) {
    super();
  }

  lockByIdentity(bot: BotRef, identities: string[]): Promise<Document[]> {
    return this.database.query(
      `SELECT ${COLUMNS} FROM documents d WHERE bot_id = $1 AND workspace_id = $2 AND identity = ANY($3)
       ORDER BY identity FOR UPDATE`,
      [bot.botId, bot.workspaceId, identities],
    );
  }

  insertQueued(bot: BotRef, documents: NewDocument[]): Promise<Document[]> {
    const records = documents.map(({ id, submission }) => toRecord(id, submission));
    const defaults = JSON.stringify(DEFAULT_CHUNKING);
    return this.database.query(INSERT_QUEUED, [
      JSON.stringify(records),
      bot.workspaceId,
      bot.botId,
      defaults,
    ]);
  }

  replaceQueued(bot: BotRef, changes: DocumentChange[]): Promise<Document[]> {
    const records = changes.map(({ id, submission }) => toRecord(id, submission));
    return this.database.query(REPLACE_QUEUED, [JSON.stringify(records), bot.workspaceId, bot.botId]);
  }

  async find({ workspaces, bots }: Reach, id: string): Promise<Document | null> {
    const rows = await this.database.query<Document>(
      `SELECT ${COLUMNS} FROM documents d WHERE id = $3 AND ${WITHIN_REACH}`,
      [workspaces, bots, id],
    );
    return rows[0] ?? null;
  }

  list(bot: BotRef, { status, text }: DocumentFilter, { limit, after }: PageRequest): Promise<Document[]> {
    const pattern = text === undefined ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    return this.database.query(
      `SELECT ${COLUMNS} FROM documents d
       WHERE bot_id = $1 AND workspace_id = $2
         AND ($3::uuid IS NULL OR id < $3)
         AND ($4::text IS NULL OR status = $4)
         AND ($5::text IS NULL OR title ILIKE $5 OR file_name ILIKE $5 OR url ILIKE $5)
       ORDER BY id DESC LIMIT $6`,
      [bot.botId, bot.workspaceId, after ?? null, status ?? null, pattern, limit + 1],
    );
  }

  async usage(workspaceId: string): Promise<{ documents: number; bytes: number }> {
    const [row] = await this.database.query<{ documents: number; bytes: string }>(
      `SELECT count(*)::int AS documents, COALESCE(sum(size_bytes), 0)::bigint AS bytes
       FROM documents WHERE workspace_id = $1`,
      [workspaceId],
    );
    return { documents: row.documents, bytes: Number(row.bytes) };
  }

  countByStatus(botIds: string[]): Promise<DocumentCount[]> {
    return this.database.query(
      `SELECT bot_id AS "botId", status, count(*)::int AS count FROM documents
       WHERE bot_id = ANY($1) GROUP BY bot_id, status`,
      [botIds],
    );
  }

  requeue({ workspaces, bots }: Reach, id: string, version: string, chunking?: ChunkingOptions) {
    return this.withPreviousAttempt(
      `WITH before AS (
         SELECT id, attempt FROM documents WHERE id = $3 AND ${WITHIN_REACH} FOR UPDATE
       )
       UPDATE documents d SET ${QUEUED_STATE}, version = $4, active_sha256 = NULL,
         chunking = COALESCE($5::jsonb, chunking)
       FROM before WHERE d.id = before.id
       RETURNING ${COLUMNS}, before.attempt AS "previousAttempt"`,
      [workspaces, bots, id, version, chunking ? JSON.stringify(chunking) : null],
    );
  }

  async delete({ workspaces, bots }: Reach, id: string): Promise<Document | null> {
    const rows = await this.database.query<Document>(
      `DELETE FROM documents d WHERE id = $3 AND ${WITHIN_REACH} RETURNING ${COLUMNS}`,
      [workspaces, bots, id],
    );
    return rows[0] ?? null;
  }

  async botsWithDocuments(workspaceId: string): Promise<string[]> {
    const rows = await this.database.query<{ botId: string }>(
      'SELECT DISTINCT bot_id AS "botId" FROM documents WHERE workspace_id = $1',
      [workspaceId],
    );
    return rows.map((row) => row.botId);
  }

  async deleteSome(bot: BotRef, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `DELETE FROM documents WHERE id IN (
         SELECT id FROM documents WHERE bot_id = $1 AND workspace_id = $2 ORDER BY id LIMIT $3 FOR UPDATE
       ) RETURNING id`,
      [bot.botId, bot.workspaceId, limit],
    );
    return rows.map((row) => row.id);
  }

  async countQueued(workspaceId: string): Promise<number> {
    const rows = await this.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM documents WHERE workspace_id = $1 AND status = 'queued'`,
      [workspaceId],
    );
    return rows[0].count;
  }

  async countUnfinished(): Promise<number> {
    const rows = await this.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM documents WHERE status IN ('queued', 'processing')`,
    );
    return rows[0].count;
  }

  listStranded(after: string | null, limit: number): Promise<Document[]> {
    return this.database.query(
      `SELECT ${COLUMNS} FROM documents d
       WHERE status IN ('queued', 'processing') AND (lease_until IS NULL OR lease_until < now())
         AND ($1::uuid IS NULL OR id > $1)
       ORDER BY id LIMIT $2`,
      [after, limit],
    );
  }

  claim(documentId: string, version: string, attempt: string, leaseSeconds: number) {
    return this.withPreviousAttempt(
      `WITH before AS (
         SELECT id, attempt FROM documents
         WHERE id = $1 AND version = $2 AND status IN ('queued', 'processing') FOR UPDATE
       )
       UPDATE documents d SET status = 'processing', progress = 0, attempt = $3, attempts = attempts + 1,
         stage = CASE kind WHEN 'url' THEN 'fetching' ELSE 'extracting' END,
         lease_until = now() + make_interval(secs => $4), updated_at = now()
       FROM before WHERE d.id = before.id
       RETURNING ${COLUMNS}, before.attempt AS "previousAttempt"`,
      [documentId, version, attempt, leaseSeconds],
      'document_claim',
    );
  }

  async heartbeat(
    run: DocumentRun,
    stage: DocumentStage,
    progress: number,
    leaseSeconds: number,
  ): Promise<boolean> {
    const rows = await this.database.query(
      `UPDATE documents SET stage = $3, progress = $4, lease_until = now() + make_interval(secs => $5), updated_at = now()
       WHERE id = $1 AND attempt = $2 RETURNING id`,
      [run.documentId, run.attempt, stage, progress, leaseSeconds],
    );
    return rows.length > 0;
  }

  async lockRun(run: DocumentRun): Promise<boolean> {
    const rows = await this.database.query(
      'SELECT 1 FROM documents WHERE id = $1 AND attempt = $2 FOR SHARE',
      [run.documentId, run.attempt],
    );
    return rows.length > 0;
  }

  setContent(run: DocumentRun, content: DocumentContent): Promise<Document | null> {
    return this.updateRun(
      run,
      'storage_key = $3, file_name = $4, mime_type = $5, size_bytes = $6, sha256 = $7',
      [content.storageKey, content.fileName, content.mimeType, content.sizeBytes, content.sha256],
    );
  }

  complete(
    run: DocumentRun,
    { pageCount, charCount, chunkCount, language, title }: RunResult,
  ): Promise<Document | null> {
    return this.updateRun(
      run,
      `${READY_STATE}, active_version = attempt, active_sha256 = sha256, page_count = $3, char_count = $4,
       chunk_count = $5, language = $6, title = CASE WHEN title_given THEN title ELSE COALESCE($7, title) END`,
      [pageCount ?? null, charCount, chunkCount, language, title ?? null],
      'document_complete',
    );
  }

  completeUnchanged(run: DocumentRun): Promise<Document | null> {
    return this.updateRun(run, READY_STATE, []);
  }

  fail(run: DocumentRun, { code, params }: DocumentFailure): Promise<Document | null> {
    return this.updateRun(
      run,
      `${RUN_OVER}, status = 'failed', stage = NULL, error_code = $3, error_params = $4, processed_at = now()`,
      [code, JSON.stringify(params)],
    );
  }

  release(run: DocumentRun): Promise<Document | null> {
    return this.updateRun(run, `${RUN_OVER}, status = 'queued', stage = NULL, progress = 0`, []);
  }

  /** Every write of a run goes through its fencing token. */
  private async updateRun(
    run: DocumentRun,
    set: string,
    params: unknown[],
    prepare?: string,
  ): Promise<Document | null> {
    const rows = await this.database.query<Document>(
      `UPDATE documents d SET updated_at = now(), ${set} WHERE id = $1 AND attempt = $2 RETURNING ${COLUMNS}`,
      [run.documentId, run.attempt, ...params],
      { prepare },
    );
    return rows[0] ?? null;
  }

  private async withPreviousAttempt(sql: string, params: unknown[], prepare?: string) {
    const rows = await this.database.query<WithPreviousAttempt>(sql, params, { prepare });
    if (rows.length === 0) return null;
    const { previousAttempt, ...document } = rows[0];
    return { document, previousAttempt };
  }
}

const RUN_OVER = 'attempt = NULL, lease_until = NULL';
const READY_STATE = `${RUN_OVER}, status = 'ready', stage = NULL, progress = 100, error_code = NULL, error_params = '{}',
  processed_at = now()`;
