import type { Submission } from '../domain/acceptance.js';

/** All columns under the names of the domain type; the table's alias is `d`. */
export const COLUMNS = `d.id, d.workspace_id AS "workspaceId", d.bot_id AS "botId", d.kind, d.identity, d.title,
  d.title_given AS "titleGiven", d.file_name AS "fileName", d.url, d.mime_type AS "mimeType",
  d.size_bytes::float8 AS "sizeBytes", d.sha256, d.storage_key AS "storageKey", d.status, d.stage, d.progress,
  d.error_code AS "errorCode", d.error_params AS "errorParams", d.page_count AS "pageCount",
  d.char_count AS "charCount", d.chunk_count AS "chunkCount", d.language, d.chunking, d.version,
  d.active_version AS "activeVersion", d.active_sha256 AS "activeSha256", d.attempt, d.attempts,
  d.lease_until AS "leaseUntil", d.created_at AS "createdAt", d.updated_at AS "updatedAt",
  d.processed_at AS "processedAt"`;

/** What a document looks like when it waits, whatever it was before. */
export const QUEUED_STATE = `status = 'queued', stage = NULL, progress = 0, error_code = NULL, error_params = '{}',
  attempt = NULL, attempts = 0, lease_until = NULL, updated_at = now()`;

const RECORD = `jsonb_to_recordset($1::jsonb) AS r(id uuid, kind text, identity text, title text, title_given boolean,
  file_name text, url text, mime_type text, size_bytes bigint, sha256 text, storage_key text, chunking jsonb,
  version uuid)`;

/** A page is HTML until it has been fetched. */
const UNFETCHED_TYPE = "'text/html'";

export const INSERT_QUEUED = `
  INSERT INTO documents AS d (id, workspace_id, bot_id, kind, identity, title, title_given, file_name, url, mime_type,
    size_bytes, sha256, storage_key, status, chunking, version)
  SELECT r.id, $2, $3, r.kind, r.identity, r.title, r.title_given, r.file_name, r.url,
    COALESCE(r.mime_type, ${UNFETCHED_TYPE}), COALESCE(r.size_bytes, 0), COALESCE(r.sha256, ''), r.storage_key,
    'queued', COALESCE(r.chunking, $4::jsonb), r.version
  FROM ${RECORD} ORDER BY r.identity
  ON CONFLICT (bot_id, identity) DO NOTHING
  RETURNING ${COLUMNS}`;

/** Content that was read with other chunking options never counts as unchanged. */
export const REPLACE_QUEUED = `
  UPDATE documents d SET ${QUEUED_STATE}, version = r.version, title = CASE WHEN r.title_given THEN r.title ELSE d.title END,
    title_given = d.title_given OR r.title_given, file_name = COALESCE(r.file_name, d.file_name),
    mime_type = COALESCE(r.mime_type, d.mime_type), size_bytes = COALESCE(r.size_bytes, d.size_bytes),
    sha256 = COALESCE(r.sha256, d.sha256), storage_key = COALESCE(r.storage_key, d.storage_key),
    active_sha256 = CASE WHEN r.chunking IS NULL OR r.chunking = d.chunking THEN d.active_sha256 END,
    chunking = COALESCE(r.chunking, d.chunking)
  FROM ${RECORD}
  WHERE d.id = r.id AND d.workspace_id = $2 AND d.bot_id = $3
  RETURNING ${COLUMNS}`;

export function toRecord(id: string, { content, ...submission }: Submission): object {
  return {
    id,
    kind: submission.kind,
    identity: submission.identity,
    title: submission.title,
    title_given: submission.titleGiven,
    url: submission.url,
    version: submission.version,
    chunking: submission.chunking,
    file_name: content?.fileName ?? null,
    mime_type: content?.mimeType ?? null,
    size_bytes: content?.sizeBytes ?? null,
    sha256: content?.sha256 ?? null,
    storage_key: content?.storageKey ?? null,
  };
}
