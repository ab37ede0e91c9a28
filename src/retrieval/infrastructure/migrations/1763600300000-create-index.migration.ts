import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The keyword index. Ranking reads `chunk_lexemes` and the statistics only; texts lie apart in `chunks`.
 * Rows carry plain ids instead of foreign keys: whoever deletes a document or bot calls `IndexWriter`, which keeps the
 * statistics exact, as a cascade could not.
 */
export class CreateIndex1763600300000 implements MigrationInterface {
  name = 'CreateIndex1763600300000';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner);
    await createStatistics(runner);
    await createSearchIndexes(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE index_deltas, index_totals, lexeme_stats, staged_chunks, chunk_lexemes, chunks, indexed_documents`);
  }
}

async function createTables(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE indexed_documents (
      document_id uuid PRIMARY KEY,
      workspace_id uuid NOT NULL,
      bot_id uuid NOT NULL,
      version uuid NOT NULL,
      title text NOT NULL,
      url text
    )`);
  await runner.query('CREATE INDEX indexed_documents_bot_id ON indexed_documents (bot_id)');
  await runner.query(`
    CREATE TABLE chunks (
      id uuid PRIMARY KEY,
      workspace_id uuid NOT NULL,
      bot_id uuid NOT NULL,
      document_id uuid NOT NULL,
      ordinal integer NOT NULL,
      content text NOT NULL,
      page integer,
      heading text[] NOT NULL,
      char_start integer NOT NULL,
      char_end integer NOT NULL,
      language text NOT NULL
    )`);
  await runner.query('CREATE INDEX chunks_document_id ON chunks (document_id, id)');
  // Ranking calls ts_rank once per word and row: rows stay whole and uncompressed, so that none unpacks them each time.
  await runner.query(`
    CREATE TABLE chunk_lexemes (
      chunk_id uuid PRIMARY KEY,
      workspace_id uuid NOT NULL,
      bot_id uuid NOT NULL,
      document_id uuid NOT NULL,
      config text NOT NULL,
      words integer NOT NULL,
      tsv tsvector NOT NULL
    ) WITH (toast_tuple_target = 8160)`);
  await runner.query('ALTER TABLE chunk_lexemes ALTER COLUMN tsv SET STORAGE EXTERNAL');
  await runner.query('CREATE INDEX chunk_lexemes_document_id ON chunk_lexemes (document_id)');
  // Versions being written. A crash of PostgreSQL empties it; publishing notices and the attempt is repeated.
  await runner.query(`
    CREATE UNLOGGED TABLE staged_chunks (
      document_id uuid NOT NULL,
      version uuid NOT NULL,
      ordinal integer NOT NULL,
      id uuid NOT NULL,
      workspace_id uuid NOT NULL,
      bot_id uuid NOT NULL,
      content text NOT NULL,
      page integer,
      heading text[] NOT NULL,
      char_start integer NOT NULL,
      char_end integer NOT NULL,
      language text NOT NULL,
      config text NOT NULL,
      words integer NOT NULL,
      tsv tsvector NOT NULL,
      PRIMARY KEY (document_id, version, ordinal)
    )`);
}

/** What is counted per bot: folded sums, and changes not folded in yet. Both together are exact at any moment. */
async function createStatistics(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE lexeme_stats (
      bot_id uuid NOT NULL,
      lexeme text NOT NULL,
      df integer NOT NULL,
      PRIMARY KEY (bot_id, lexeme)
    ) WITH (fillfactor = 80)`);
  await runner.query(`
    CREATE TABLE index_totals (
      bot_id uuid NOT NULL,
      config text NOT NULL,
      chunks integer NOT NULL,
      words bigint NOT NULL,
      PRIMARY KEY (bot_id, config)
    ) WITH (fillfactor = 50)`);
  await runner.query(`
    CREATE TABLE index_deltas (
      id uuid PRIMARY KEY,
      bot_id uuid NOT NULL,
      lexemes text[] NOT NULL,
      dfs integer[] NOT NULL,
      configs text[] NOT NULL,
      chunks integer[] NOT NULL,
      words bigint[] NOT NULL
    ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200)`);
  await runner.query('CREATE INDEX index_deltas_bot_id ON index_deltas (bot_id)');
}

/** With btree_gin a small bot pays nothing for its big neighbours; pg_trgm finds what a mistyped word meant. */
async function createSearchIndexes(runner: QueryRunner): Promise<void> {
  const byBot = await createExtension(runner, 'btree_gin');
  const trigrams = await createExtension(runner, 'pg_trgm');
  // Every search reads the list of entries that are not sorted in yet, so it stays short (the default is 4 MB). Without
  // such a list, publishing takes four times as long.
  await runner.query(`
    CREATE INDEX chunk_lexemes_search ON chunk_lexemes USING gin (${byBot ? 'bot_id, tsv' : 'tsv'})
    WITH (gin_pending_list_limit = 512)`);
  if (trigrams) {
    await runner.query(
      `CREATE INDEX lexeme_stats_trigrams ON lexeme_stats USING gin (${byBot ? 'bot_id, ' : ''}lexeme gin_trgm_ops)`,
    );
  }
}

/** False where the server lacks the extension or does not let us create it; the search works without, only slower. */
async function createExtension(runner: QueryRunner, name: string): Promise<boolean> {
  await runner.query(`
    DO $$ BEGIN
      CREATE EXTENSION IF NOT EXISTS ${name};
    EXCEPTION WHEN OTHERS THEN
      RAISE NOTICE 'extension ${name} is not available: %', SQLERRM;
    END $$`);
  const found = (await runner.query('SELECT 1 FROM pg_extension WHERE extname = $1', [name])) as unknown[];
  return found.length > 0;
}
