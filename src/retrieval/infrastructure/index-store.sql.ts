const STAGED = 'content, page, heading, char_start, char_end, language';

/** Rows of chunks that come as JSON. */
const givenChunks = (json: string): string => `
SELECT ordinal, id, ${STAGED}, config, words, to_tsvector(config::regconfig, lexical) AS tsv
FROM json_to_recordset(${json}::json) AS c(
  ordinal integer, id uuid, content text, page integer, heading text[], char_start integer, char_end integer,
  language text, config text, words integer, lexical text)`;

/** $1 document, $2 version, $3 workspace, $4 bot, $5 chunks as JSON. */
export const STAGE_SQL = `
INSERT INTO staged_chunks (document_id, version, workspace_id, bot_id, ordinal, id, ${STAGED}, config, words, tsv)
SELECT $1, $2, $3, $4, given.* FROM (${givenChunks('$5')}) given
ON CONFLICT (document_id, version, ordinal) DO UPDATE SET
  id = excluded.id, content = excluded.content, page = excluded.page, heading = excluded.heading,
  char_start = excluded.char_start, char_end = excluded.char_end, language = excluded.language,
  config = excluded.config, words = excluded.words, tsv = excluded.tsv`;

/** Turns `changes (sign, config, words, tsv)` into one row of index_deltas; $bot and $id name parameters. */
const countChanges = (bot: string, id: string): string => `
lexeme_changes AS (
  SELECT lexeme, sum(sign)::integer AS df
  FROM changes CROSS JOIN LATERAL unnest(tsvector_to_array(tsv)) lexeme
  GROUP BY lexeme HAVING sum(sign) <> 0
), total_changes AS (
  SELECT config, sum(sign)::integer AS chunks, sum(sign * words)::bigint AS words FROM changes GROUP BY config
), delta AS (
  INSERT INTO index_deltas (id, bot_id, lexemes, dfs, configs, chunks, words)
  SELECT ${id}, ${bot}, coalesce(l.lexemes, '{}'), coalesce(l.dfs, '{}'), t.configs, t.chunks, t.words
  FROM (SELECT array_agg(lexeme) AS lexemes, array_agg(df) AS dfs FROM lexeme_changes) l,
    (SELECT array_agg(config) AS configs, array_agg(chunks) AS chunks, array_agg(words) AS words FROM total_changes) t
  WHERE t.configs IS NOT NULL
)`;

/**
 * $1 document, $2 version, $3 workspace, $4 bot, $5 id of the change, $6 title, $7 url, $8 chunks as JSON that were not
 * staged: those of a small document need no detour. The statement sees the table as it was before it, so "all chunks
 * of the document" are those of the version before.
 */
export const PUBLISH_SQL = `
WITH staged AS (
  DELETE FROM staged_chunks WHERE document_id = $1 AND bot_id = $4 RETURNING *
), fresh AS MATERIALIZED (
  SELECT ordinal, id, ${STAGED}, config, words, tsv FROM staged WHERE version = $2
  UNION ALL
  ${givenChunks('$8')}
), texts AS (
  INSERT INTO chunks (id, workspace_id, bot_id, document_id, ordinal, ${STAGED})
  SELECT id, $3::uuid, $4::uuid, $1::uuid, ordinal, ${STAGED} FROM fresh ORDER BY ordinal
), ranked AS (
  INSERT INTO chunk_lexemes (chunk_id, workspace_id, bot_id, document_id, config, words, tsv)
  SELECT id, $3::uuid, $4::uuid, $1::uuid, config, words, tsv FROM fresh ORDER BY ordinal
), old AS (
  DELETE FROM chunk_lexemes WHERE document_id = $1 AND bot_id = $4 RETURNING chunk_id, config, words, tsv
), old_vectors AS (
  DELETE FROM chunk_vectors WHERE document_id = $1 AND chunk_id IN (SELECT chunk_id FROM old)
), old_texts AS (
  DELETE FROM chunks WHERE document_id = $1 AND bot_id = $4
), document AS (
  INSERT INTO indexed_documents (document_id, workspace_id, bot_id, version, title, url)
  VALUES ($1, $3, $4, $2, $6, $7)
  ON CONFLICT (document_id) DO UPDATE SET version = excluded.version, title = excluded.title, url = excluded.url
), changes AS (
  SELECT 1 AS sign, config, words, tsv FROM fresh
  UNION ALL
  SELECT -1, config, words, tsv FROM old
), ${countChanges('$4', '$5')}
SELECT count(*)::integer AS chunks, min(ordinal) AS first, max(ordinal) AS last FROM fresh`;

export const DISCARD_SQL = 'DELETE FROM staged_chunks WHERE document_id = $1 AND version = $2';

/** $1 bot, $2 documents, $3 id of the change. */
export const REMOVE_SQL = `
WITH old AS (
  DELETE FROM chunk_lexemes WHERE bot_id = $1 AND document_id = ANY ($2::uuid[]) RETURNING config, words, tsv
), texts AS (
  DELETE FROM chunks WHERE bot_id = $1 AND document_id = ANY ($2::uuid[])
), vectors AS (
  DELETE FROM chunk_vectors WHERE bot_id = $1 AND document_id = ANY ($2::uuid[])
), staged AS (
  DELETE FROM staged_chunks WHERE bot_id = $1 AND document_id = ANY ($2::uuid[])
), documents AS (
  DELETE FROM indexed_documents WHERE bot_id = $1 AND document_id = ANY ($2::uuid[])
), changes AS (
  SELECT -1 AS sign, config, words, tsv FROM old
), ${countChanges('$1', '$3')}
SELECT count(*) FROM old`;

/** $1 bot. Without counting: the counts go too. */
export const REMOVE_BOT_SQL = `
WITH documents AS (
  DELETE FROM indexed_documents WHERE bot_id = $1 RETURNING document_id
), texts AS (
  DELETE FROM chunks WHERE document_id IN (SELECT document_id FROM documents)
), lexemes AS (
  DELETE FROM chunk_lexemes WHERE document_id IN (SELECT document_id FROM documents)
), vectors AS (
  DELETE FROM chunk_vectors WHERE document_id IN (SELECT document_id FROM documents)
), staged AS (
  DELETE FROM staged_chunks WHERE bot_id = $1
), deltas AS (
  DELETE FROM index_deltas WHERE bot_id = $1
), stats AS (
  DELETE FROM lexeme_stats WHERE bot_id = $1
)
DELETE FROM index_totals WHERE bot_id = $1`;

/** $1 document, $2 id of the last chunk seen or null, $3 limit. */
export const LIST_SQL = `
SELECT id, workspace_id AS "workspaceId", bot_id AS "botId", document_id AS "documentId", ordinal, content, page, heading,
  char_start AS "charStart", char_end AS "charEnd", language
FROM chunks WHERE document_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`;

/** Who changes a bot's folded statistics holds this lock; writers of documents never do. */
const LOCK = "hashtextextended('retrieval.statistics:' || $1::text, 0)";
export const LOCK_SQL = `SELECT pg_advisory_xact_lock(${LOCK})`;

/** $1 bot, $2 id of the new state. Takes every waiting change away and adds it up; a row is taken by one fold only, whatever happens. */
export const FOLD_SQL = `
WITH turn AS MATERIALIZED (
  SELECT pg_try_advisory_xact_lock(${LOCK}) AS mine
), taken AS (
  DELETE FROM index_deltas WHERE bot_id = $1::uuid AND (SELECT mine FROM turn) RETURNING *
), folded AS (
  INSERT INTO lexeme_stats AS s (bot_id, lexeme, df)
  SELECT $1::uuid, u.lexeme, sum(u.df) FROM taken CROSS JOIN LATERAL unnest(lexemes, dfs) u(lexeme, df)
  GROUP BY u.lexeme HAVING sum(u.df) <> 0 ORDER BY u.lexeme
  ON CONFLICT (bot_id, lexeme) DO UPDATE SET df = s.df + excluded.df
  RETURNING lexeme, df
), totals AS (
  INSERT INTO index_totals AS t (bot_id, config, chunks, words, state)
  SELECT $1::uuid, u.config, sum(u.chunks), sum(u.words), $2::uuid
  FROM taken CROSS JOIN LATERAL unnest(configs, chunks, words) u(config, chunks, words)
  GROUP BY u.config ORDER BY u.config
  ON CONFLICT (bot_id, config) DO UPDATE
  SET chunks = t.chunks + excluded.chunks, words = t.words + excluded.words, state = excluded.state
)
SELECT array_agg(lexeme) FILTER (WHERE df <= 0) AS emptied FROM folded`;

/** Words that no passage holds any more must not outlive their documents. $1 bot, $2 lexemes. */
export const CLEAN_SQL = `
WITH totals AS (
  DELETE FROM index_totals WHERE bot_id = $1 AND chunks <= 0
)
DELETE FROM lexeme_stats WHERE bot_id = $1 AND lexeme = ANY ($2::text[]) AND df <= 0`;

/**
 * $1 bot, $2 id of the new state. One snapshot shows a change's chunks and its waiting counts or neither, so counting the one and dropping the
 * other is exact beside any writer.
 */
export const REBUILD_SQL = `
WITH counted AS MATERIALIZED (
  SELECT lexeme, count(*)::integer AS df
  FROM chunk_lexemes CROSS JOIN LATERAL unnest(tsvector_to_array(tsv)) lexeme
  WHERE bot_id = $1 GROUP BY lexeme
), waiting AS (
  DELETE FROM index_deltas WHERE bot_id = $1
), unused AS (
  DELETE FROM lexeme_stats s WHERE bot_id = $1 AND NOT EXISTS (SELECT FROM counted c WHERE c.lexeme = s.lexeme)
), lexemes AS (
  INSERT INTO lexeme_stats (bot_id, lexeme, df) SELECT $1, lexeme, df FROM counted ORDER BY lexeme
  ON CONFLICT (bot_id, lexeme) DO UPDATE SET df = excluded.df
), sums AS MATERIALIZED (
  SELECT config, count(*)::integer AS chunks, sum(words) AS words FROM chunk_lexemes WHERE bot_id = $1 GROUP BY config
), unused_totals AS (
  DELETE FROM index_totals t WHERE bot_id = $1 AND NOT EXISTS (SELECT FROM sums s WHERE s.config = t.config)
)
INSERT INTO index_totals (bot_id, config, chunks, words, state) SELECT $1, config, chunks, words, $2 FROM sums
ON CONFLICT (bot_id, config) DO UPDATE SET chunks = excluded.chunks, words = excluded.words, state = excluded.state`;
