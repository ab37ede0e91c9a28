/** Languages of a bot's documents in which a question is stemmed, most used first. */
const MOST_CONFIGS = 4;
/** Words of a question that may be mistyped; one with more is no question. */
const MOST_SUSPECTS = 8;
/** Similar words that are worth measuring for a mistyped one. */
const MOST_SIMILAR = 50;

/** Swapped neighbours share few trigrams with what was meant, so they are looked up as they are. */
const SWAPS = `ARRAY(
  SELECT left(t.lexeme, i - 1) || substr(t.lexeme, i + 1, 1) || substr(t.lexeme, i, 1) || substr(t.lexeme, i + 2)
  FROM generate_series(1, length(t.lexeme) - 1) i)`;

/** A word that no language of the bot knows, and as `mayBeTypo` says, so that nothing is looked up in vain. */
const MAY_BE_TYPO = "t.word_df = 0 AND length(t.lexeme) BETWEEN 4 AND 40 AND t.lexeme !~ '[0-9]'";

/** One mistake leaves the first letter or the last as it was. Far cheaper than trigrams, which no index has of what waits. */
const SAME_END = '(left(s.lexeme, 1) = left(t.lexeme, 1) OR right(s.lexeme, 1) = right(t.lexeme, 1))';

const SAME_LENGTH = 'abs(length(s.lexeme) - length(t.lexeme)) <= 2';

const WITH_TRIGRAMS = `
  (SELECT s.lexeme, s.df FROM lexeme_stats s
   WHERE s.bot_id = $1 AND s.lexeme % t.lexeme AND ${SAME_LENGTH}
   ORDER BY similarity(s.lexeme, t.lexeme) DESC LIMIT ${MOST_SIMILAR})
  UNION ALL
  (SELECT s.lexeme, s.df FROM lexeme_stats s WHERE s.bot_id = $1 AND s.lexeme = ANY (${SWAPS}))
  UNION ALL
  (SELECT s.lexeme, s.df FROM waiting s
   WHERE ${SAME_LENGTH} AND ${SAME_END} AND (s.lexeme % t.lexeme OR s.lexeme = ANY (${SWAPS})))`;

/** Without pg_trgm: the vocabulary under the same first letter. Slower, and blind to a mistake in that letter. */
const WITHOUT_TRIGRAMS = `
  SELECT s.lexeme, s.df FROM (
    SELECT lexeme, df FROM lexeme_stats WHERE bot_id = $1
    UNION ALL
    SELECT lexeme, df FROM waiting) s
  WHERE left(s.lexeme, 1) = left(t.lexeme, 1) AND ${SAME_LENGTH}`;

/** Differs whenever anything was published, removed or folded: no state ever comes back. */
const STATE = `md5(concat(
  (SELECT string_agg(state::text, ',' ORDER BY config) FROM index_totals WHERE bot_id = $1), '/',
  (SELECT string_agg(id::text, ',' ORDER BY id) FROM index_deltas WHERE bot_id = $1)))`;
/** $1 bot. */
export const STATE_SQL = `SELECT ${STATE} AS state`;

/**
 * $1 bot, $2 words as JSON (an array's length would sway the planner from the plan it has).
 * One row: state and totals of the bot, and `[place of the word, lexeme, df, similar words]` of every word in
 * every language of the bot. Statistics are the folded ones plus what waits to be folded, in one snapshot.
 */
export const lookUpSql = (trigrams: boolean): string => `
WITH totals AS MATERIALIZED (
  SELECT config, sum(chunks) AS chunks, sum(words) AS words FROM (
    SELECT config, chunks, words FROM index_totals WHERE bot_id = $1
    UNION ALL
    SELECT u.config, u.chunks, u.words
    FROM index_deltas d CROSS JOIN LATERAL unnest(d.configs, d.chunks, d.words) u(config, chunks, words)
    WHERE d.bot_id = $1
  ) parts GROUP BY config HAVING sum(chunks) > 0
), stemmed AS MATERIALIZED (
  SELECT DISTINCT w.place - 1 AS word, lexeme
  FROM json_array_elements_text($2::json) WITH ORDINALITY w(text, place)
  CROSS JOIN (SELECT config FROM totals ORDER BY chunks DESC, config LIMIT ${MOST_CONFIGS}) used
  CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector(used.config::regconfig, w.text))) lexeme
), counted AS (
  SELECT lexeme, sum(df) AS df FROM (
    SELECT lexeme, df FROM lexeme_stats
    WHERE bot_id = $1 AND lexeme = ANY (ARRAY(SELECT lexeme FROM stemmed))
    UNION ALL
    SELECT u.lexeme, u.df FROM index_deltas d CROSS JOIN LATERAL unnest(d.lexemes, d.dfs) u(lexeme, df)
    WHERE d.bot_id = $1 AND u.lexeme = ANY (ARRAY(SELECT lexeme FROM stemmed))
  ) parts GROUP BY lexeme
), terms AS MATERIALIZED (
  SELECT s.word, s.lexeme, coalesce(c.df, 0) AS df, max(coalesce(c.df, 0)) OVER (PARTITION BY s.word) AS word_df
  FROM stemmed s LEFT JOIN counted c USING (lexeme)
), suspects AS MATERIALIZED (
  SELECT word, lexeme FROM terms t WHERE ${MAY_BE_TYPO} ORDER BY word, lexeme LIMIT ${MOST_SUSPECTS}
), waiting AS MATERIALIZED (
  SELECT u.lexeme, sum(u.df) AS df
  FROM index_deltas d CROSS JOIN LATERAL unnest(d.lexemes, d.dfs) u(lexeme, df)
  WHERE d.bot_id = $1 GROUP BY u.lexeme
)
SELECT
  ${STATE} AS state,
  (SELECT sum(chunks) FROM totals) AS chunks,
  (SELECT sum(words) FROM totals) AS words,
  (SELECT config FROM totals ORDER BY chunks DESC, config LIMIT 1) AS main_config,
  (SELECT json_agg(json_build_array(t.word, t.lexeme, t.df, CASE WHEN NOT (${MAY_BE_TYPO}) THEN NULL
   WHEN (t.word, t.lexeme) NOT IN (SELECT word, lexeme FROM suspects) THEN 'false'::json
   ELSE (
     SELECT json_agg(json_build_array(v.lexeme, v.df)) FROM (
       SELECT k.lexeme, sum(k.df) AS df FROM (${trigrams ? WITH_TRIGRAMS : WITHOUT_TRIGRAMS}) k GROUP BY k.lexeme
     ) v WHERE v.df > 0
   ) END) ORDER BY t.word, t.lexeme) FROM terms t) AS list`;

/**
 * Occurrences without unpacking a tsvector. For a single lexeme with equal weights `ts_rank` is a function of the term
 * frequency alone, sum(1/i^2, i = 1..tf) / 1.6449340668; inverted here, exact for 1..255 and 0 when absent.
 */
const frequency = (tsv: string, lexeme: string): string =>
  `floor(1 / (1.6449340668::float8 * (1 - ts_rank('{1,1,1,1}', ${tsv}, ${lexeme}::tsquery))) - 0.1079::float8)`;

/**
 * BM25. $1 bot, $2 query that chooses candidates, $3 average length, $4 limit, $5 document to leave out or null,
 * then lexeme and weight in turn.
 */
export function rankSql(lexemes: number): string {
  const places = Array.from({ length: lexemes }, (_, i) => ({
    lexeme: `$${6 + 2 * i}`,
    weight: `$${7 + 2 * i}`,
  }));
  const score = places.map(({ lexeme, weight }) => {
    return `${weight}::float8 * (1 - d / (${frequency('tsv', lexeme)} + d))`;
  });
  const found = places.map(({ lexeme }) => `CASE WHEN tsv @@ ${lexeme}::tsquery THEN '1' ELSE '0' END`);
  return `
SELECT json_agg(json_build_array(chunk_id, document_id, score, ${found.join(' || ')}) ORDER BY score DESC, chunk_id) AS list
FROM (
  SELECT chunk_id, document_id, tsv, ${score.join(' + ')} AS score
  FROM (
    SELECT chunk_id, document_id, tsv, 0.3::float8 + 0.9::float8 * words / $3::float8 AS d
    FROM chunk_lexemes WHERE bot_id = $1 AND tsv @@ $2::tsquery AND ($5::uuid IS NULL OR document_id <> $5)
    OFFSET 0 -- keeps d from being worked out for every lexeme anew
  ) candidates
  ORDER BY score DESC, chunk_id LIMIT $4
) best`;
}

/** $1 bot, $2 lexemes as they are quoted. One row a lexeme, in their order. */
export const POSTINGS_SQL = `
SELECT p.list
FROM unnest($2::text[]) WITH ORDINALITY wanted(lexeme, place)
CROSS JOIN LATERAL (
  SELECT json_agg(json_build_array(chunk_id, document_id, words, least(255, ${frequency('tsv', 'wanted.lexeme')}))) AS list
  FROM chunk_lexemes WHERE bot_id = $1 AND tsv @@ wanted.lexeme::tsquery
) p
ORDER BY wanted.place`;

/** $1 bot, $2 chunk ids. */
export const PUBLISHED_SQL = `
SELECT array_agg(c.id) AS list
FROM chunks c JOIN indexed_documents d USING (document_id)
WHERE c.id = ANY ($2::uuid[]) AND c.bot_id = $1`;

/** $1 bot, $2 chunk ids. */
export const READ_SQL = `
SELECT json_agg(json_build_array(c.id, c.document_id, d.title, d.url, c.content, c.page, c.heading, c.char_start,
  c.char_end, c.language)) AS list
FROM chunks c JOIN indexed_documents d USING (document_id)
WHERE c.id = ANY ($2::uuid[]) AND c.bot_id = $1`;
