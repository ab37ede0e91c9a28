import type { Database, TransactionRunner } from '../../platform/database/index.js';
import type { ChunkVector } from '../application/ports/vector-index.port.js';
import { type Repairs, VectorStore } from '../application/ports/vector-store.port.js';
import type { RankedChunk } from '../domain/fusion.js';
import { GenerationGone, type VectorGeneration } from '../domain/vector-generation.js';
import { LIVING_GENERATION } from './living-generation.sql.js';

/** Fewer rows are compared one by one within a few milliseconds, and found without fail. */
const WORTH_AN_INDEX = 5_000;
/** pgvector indexes half-precision vectors up to this size. */
const MOST_INDEXED_DIMENSIONS = 4_000;
const EF_SEARCH = 100;

const UPSERT_SQL = `
INSERT INTO chunk_vectors (generation_id, chunk_id, bot_id, document_id, embedding)
SELECT $1, chunk_id, $2, document_id, embedding::halfvec
FROM unnest($3::uuid[], $4::uuid[], $5::text[]) AS given(chunk_id, document_id, embedding), ${LIVING_GENERATION}
ON CONFLICT (generation_id, chunk_id) DO UPDATE SET embedding = excluded.embedding
RETURNING 1`;

/**
 * Sets up what the store needs, when the server offers pgvector 0.7 or newer and lets us use it. The column belongs to no
 * migration, since most servers cannot have it.
 */
export async function offerPgvector(database: Pick<Database, 'query'>): Promise<boolean> {
  await database.query(`
    DO $$ BEGIN
      IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector'
        AND string_to_array(coalesce(installed_version, default_version), '.')::int[] >= '{0,7}') THEN
        CREATE EXTENSION IF NOT EXISTS vector;
        ALTER TABLE chunk_vectors ADD COLUMN IF NOT EXISTS embedding halfvec;
      END IF;
    EXCEPTION WHEN OTHERS THEN
      RAISE NOTICE 'pgvector is not used: %', SQLERRM;
    END $$`);
  const found = await database.query(
    `SELECT 1 FROM pg_attribute WHERE attrelid = 'chunk_vectors'::regclass AND attname = 'embedding' AND NOT attisdropped`,
  );
  return found.length > 0;
}

/** Vectors in PostgreSQL with pgvector. A generation that has grown gets an HNSW index of its own: none filters another's rows. */
export class PgvectorStore extends VectorStore {
  readonly name = 'pgvector';

  constructor(
    private readonly database: Database,
    private readonly transactions: TransactionRunner,
    /** Runs a statement that may take long, outside of any transaction. */
    private readonly build: (sql: string) => Promise<void> = (sql) => patiently(database, sql),
    private readonly worthAnIndex = WORTH_AN_INDEX,
  ) {
    super();
  }

  async upsert(generation: VectorGeneration, vectors: ChunkVector[]): Promise<void> {
    if (vectors.length === 0) return;
    const rows = await this.database.query(UPSERT_SQL, [
      generation.id,
      generation.botId,
      vectors.map(({ chunkId }) => chunkId),
      vectors.map(({ documentId }) => documentId),
      vectors.map(({ vector }) => literal(vector)),
    ]);
    if (rows.length === 0) throw new GenerationGone();
  }

  nearest(generation: VectorGeneration, vector: Float32Array, limit: number): Promise<RankedChunk[]> {
    const type = `halfvec(${generation.dimensions})`;
    // The id stands in the text: only so does the planner see that the index of this generation fits.
    const sql = `
      SELECT chunk_id AS "chunkId", -(embedding::${type} <#> $1::${type}) AS score FROM chunk_vectors
      WHERE generation_id = '${generation.id}' ORDER BY embedding::${type} <#> $1::${type} LIMIT $2`;
    return this.transactions.run(async () => {
      await this.database.query(`SET LOCAL hnsw.ef_search = ${Math.max(EF_SEARCH, limit)}`);
      return this.database.query<RankedChunk>(sql, [literal(vector), limit]);
    });
  }

  /** Rows go with their passages. */
  async tidy(): Promise<void> {}

  /** Builds the index beside everything else; a build that was interrupted leaves one that cannot be used. */
  async settle({ id, dimensions }: VectorGeneration): Promise<void> {
    if (dimensions > MOST_INDEXED_DIMENSIONS) return;
    const name = indexName(id);
    const [{ rows, usable }] = await this.database.query<{ rows: number; usable: boolean | null }>(
      `SELECT (SELECT count(*)::integer FROM chunk_vectors WHERE generation_id = $1) AS rows,
         (SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($2)) AS usable`,
      [id, name],
    );
    if (usable === true || rows < this.worthAnIndex) return;
    if (usable === false) await this.build(dropIndex(name));
    await this.build(`
      CREATE INDEX CONCURRENTLY ${name} ON chunk_vectors
      USING hnsw ((embedding::halfvec(${dimensions})) halfvec_ip_ops) WHERE generation_id = '${id}'`);
    // The planner takes the index once it knows how many rows that saves.
    await this.build('ANALYZE chunk_vectors');
  }

  async reconcile(): Promise<Repairs> {
    return { lost: 0, stray: 0 };
  }

  async drop({ id }: VectorGeneration): Promise<void> {
    await this.build(dropIndex(indexName(id)));
    await this.database.query('DELETE FROM chunk_vectors WHERE generation_id = $1', [id]);
  }
}

async function patiently(database: Database, sql: string): Promise<void> {
  const runner = database.dataSource.createQueryRunner();
  try {
    await runner.query('SET statement_timeout = 0');
    await runner.query(sql);
  } finally {
    await runner.query('RESET statement_timeout').catch(() => undefined);
    await runner.release();
  }
}

function indexName(generationId: string): string {
  return `chunk_vectors_hnsw_${generationId.replaceAll('-', '')}`;
}

/** Any other way, questions would wait behind it for the longest one that is under way. */
function dropIndex(name: string): string {
  return `DROP INDEX CONCURRENTLY IF EXISTS ${name}`;
}

function literal(vector: Float32Array): string {
  return `[${vector.join(',')}]`;
}
