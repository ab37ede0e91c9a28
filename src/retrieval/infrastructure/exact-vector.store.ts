import { LRUCache } from 'lru-cache';

import { type Database, type TransactionRunner } from '../../platform/database/index.js';
import type { ChunkVector } from '../application/ports/vector-index.port.js';
import { type Repairs, VectorStore } from '../application/ports/vector-store.port.js';
import type { RankedChunk } from '../domain/fusion.js';
import { candidatesFor, dotProduct, quantise, signBits, signBytes } from '../domain/quantised-vector.js';
import type { VectorGeneration } from '../domain/vector-generation.js';
import { Centring, ENOUGH_FOR_MEAN, frameIn } from './exact/centring.js';
import { bitString, floats, signed, uuidOf } from './exact/encoding.js';
import { RememberedSigns, type Signs } from './exact/remembered-signs.js';

const UPSERT_SQL = `
INSERT INTO chunk_vectors (generation_id, chunk_id, bot_id, document_id, bits, codes, scale)
SELECT $1, chunk_id, $2, document_id, substring(('x' || bits)::bit varying FROM 1 FOR $3::integer),
  substring($7::bytea FROM (n::integer - 1) * $3::integer + 1 FOR $3::integer), scale
FROM unnest($4::uuid[], $5::uuid[], $6::text[], $8::real[])
  WITH ORDINALITY AS given(chunk_id, document_id, bits, scale, n)
ON CONFLICT (generation_id, chunk_id) DO UPDATE SET bits = excluded.bits, codes = excluded.codes, scale = excluded.scale,
  written_by = excluded.written_by`;

const SIZE_SQL = `
SELECT mean, (SELECT coalesce(sum(chunks), 0)::integer FROM index_totals t WHERE t.bot_id = g.bot_id) AS rows
FROM vector_generations g WHERE id = $1`;

/** Read in the same statement as the codes: they change together. */
const FRAME = `
  (SELECT mean FROM vector_generations WHERE id = $1) AS mean,
  (SELECT spread FROM vector_generations WHERE id = $1) AS spread`;

/**
 * The scan reads the index alone; its order is that of the bits that differ. Answers as few values as it can. A function
 * that is not safe for parallel workers, though never called, keeps them out: starting them costs more than they save.
 */
const NEAREST_SQL = `
WITH serial AS (
  SELECT set_config('max_parallel_workers_per_gather', '0', true)
), near AS MATERIALIZED (
  SELECT chunk_id FROM chunk_vectors WHERE generation_id = $1
  ORDER BY bit_count(bits # $2::bit varying) LIMIT $3
)
SELECT array_to_json(array_agg(v.chunk_id)) AS ids, array_to_json(array_agg(v.scale)) AS scales,
  string_agg(v.codes, '') AS codes, ${FRAME}
FROM near JOIN chunk_vectors v ON v.generation_id = $1 AND v.chunk_id = near.chunk_id`;

const ROWS_SQL = `
SELECT array_to_json(array_agg(chunk_id)) AS ids, array_to_json(array_agg(scale)) AS scales,
  string_agg(codes, '') AS codes, ${FRAME}
FROM chunk_vectors WHERE generation_id = $1 AND chunk_id = ANY ($2::uuid[])`;

/** Of what was remembered, so much may be gone before another look is taken. */
const MOST_GONE = 0.1;
const LOOKS = 3;

const RENUMBER_SQL = `
UPDATE chunk_vectors SET written_by = DEFAULT
WHERE generation_id = $1 AND chunk_id IN (
  SELECT chunk_id FROM chunk_vectors WHERE generation_id = $1 AND written_by > txid_current() LIMIT 5000)
RETURNING 1`;

interface NearRow {
  ids: string[] | null;
  scales: number[];
  codes: Buffer;
  mean: Buffer;
  spread: Buffer | null;
}

/**
 * Vectors in any PostgreSQL: a scan of sign bits leaves a few hundred, whose exact products decide. The bits of larger
 * generations are scanned in memory.
 */
export class ExactVectorStore extends VectorStore {
  readonly name = 'exact';
  private readonly centring: Centring;
  /** Rows that this process has written to the generations it wrote to last. */
  private readonly written = new LRUCache<string, number>({ max: 1_000 });

  constructor(
    private readonly database: Database,
    private readonly transactions: TransactionRunner,
    private readonly remembered = new RememberedSigns(database),
  ) {
    super();
    this.centring = new Centring(database, transactions);
  }

  async upsert(generation: VectorGeneration, vectors: ChunkVector[]): Promise<void> {
    if (vectors.length === 0) return;
    await this.transactions.run(async () => {
      const { mean, ...frame } = await this.centring.frameFor(
        generation,
        vectors.map(({ vector }) => vector),
      );
      const codes = vectors.map(({ vector }) => quantise(vector, frame));
      await this.database.query(UPSERT_SQL, [
        generation.id,
        generation.botId,
        generation.dimensions,
        vectors.map(({ chunkId }) => chunkId),
        vectors.map(({ documentId }) => documentId),
        vectors.map(({ vector }) => signBits(vector, mean)),
        // As one: a list of bytes would be written as text.
        Buffer.concat(codes.map(({ codes: { buffer } }) => Buffer.from(buffer))),
        codes.map(({ scale }) => scale),
      ]);
    });
    await this.settleSoon(generation, vectors.length);
  }

  async nearest(generation: VectorGeneration, vector: Float32Array, limit: number): Promise<RankedChunk[]> {
    for (let look = 0; look < LOOKS; look++) {
      const signs = await this.remembered.of(generation);
      if (!signs) break;
      const found = await this.nearestOf(signs, generation, vector, limit);
      if (found) return found;
    }
    return this.scan(generation, vector, limit);
  }

  /** Undefined when so much of what is remembered was deleted since that another look is due. */
  private async nearestOf(
    { table, mean }: Signs,
    generation: VectorGeneration,
    vector: Float32Array,
    limit: number,
  ): Promise<RankedChunk[] | undefined> {
    const { round } = table;
    const most = Math.max(candidatesFor(table.size), limit);
    const candidates = table.nearest(signBytes(vector, mean), most);
    const [row] = await this.database.query<NearRow>(ROWS_SQL, [generation.id, candidates.map(uuidOf)], {
      prepare: 'retrieval_vector_rows',
    });
    const there = new Set(row.ids);
    const gone = candidates.filter((id) => !there.has(uuidOf(id)));
    for (const id of gone) table.remove(id, round);
    if (gone.length > candidates.length * MOST_GONE) return undefined;
    return ranked(row, vector).slice(0, limit);
  }

  /** Walks through the bits of all rows in PostgreSQL. */
  private async scan(
    generation: VectorGeneration,
    vector: Float32Array,
    limit: number,
  ): Promise<RankedChunk[]> {
    const [size] = await this.database.query<{ mean: Buffer | null; rows: number }>(
      SIZE_SQL,
      [generation.id],
      { prepare: 'retrieval_vector_size' },
    );
    if (!size?.mean) return [];
    this.remembered.learn(generation, size.rows);
    const bits = bitString(signBits(vector, floats(size.mean)), generation.dimensions);
    const most = Math.max(candidatesFor(size.rows), limit);
    const [row] = await this.database.query<NearRow>(NEAREST_SQL, [generation.id, bits, most], {
      prepare: 'retrieval_vector_nearest',
    });
    return ranked(row, vector).slice(0, limit);
  }

  /** A generation that grows fast is settled once it can be, while there is little to write anew. */
  private async settleSoon(generation: VectorGeneration, rows: number): Promise<void> {
    const before = this.written.get(generation.id) ?? 0;
    // Settling waits for other writers: not with what a transaction around this holds.
    if (before >= ENOUGH_FOR_MEAN || this.database.inTransaction) return;
    this.written.set(generation.id, before + rows);
    if (before + rows >= ENOUGH_FOR_MEAN) await this.centring.settle(generation);
  }

  /** Rows go with their passages. */
  async tidy(): Promise<void> {}

  /** Once there are enough vectors, the mean is that of many instead of those that came first. */
  async settle(generation: VectorGeneration): Promise<void> {
    await this.renumber(generation);
    await this.centring.settle(generation);
  }

  /**
   * A database that was restored elsewhere counts transactions anew. Rows with numbers that are still to come would be taken
   * for new ones by every question.
   */
  private async renumber({ id }: VectorGeneration): Promise<void> {
    let rows;
    do rows = await this.database.query(RENUMBER_SQL, [id]);
    while (rows.length > 0);
  }

  async reconcile(): Promise<Repairs> {
    return { lost: 0, stray: 0 };
  }

  async drop({ id }: VectorGeneration): Promise<void> {
    await this.database.query('DELETE FROM chunk_vectors WHERE generation_id = $1', [id]);
    this.remembered.forget(id);
  }
}

function ranked({ ids, scales, codes, ...row }: NearRow, vector: Float32Array): RankedChunk[] {
  if (!ids) return [];
  const all = signed(codes);
  const { centre, spread } = frameIn(row.mean, row.spread);
  const weighed = vector.map((component, i) => component * spread[i]);
  const common = vector.reduce((sum, component, i) => sum + component * centre[i], 0);
  return ids
    .map((chunkId, i) => ({
      chunkId,
      score: common + scales[i] * dotProduct(all, i * vector.length, weighed),
    }))
    .sort((a, b) => b.score - a.score);
}
