import { Injectable } from '@nestjs/common';

import { Database, TransactionRunner } from '../../platform/database/index.js';
import type { ChunkVector } from '../application/ports/vector-index.port.js';
import { type Repairs, VectorStore } from '../application/ports/vector-store.port.js';
import type { RankedChunk } from '../domain/fusion.js';
import { candidatesFor, dotProduct, meanOf, quantise, signBits } from '../domain/quantised-vector.js';
import type { VectorGeneration } from '../domain/vector-generation.js';

/** Vectors after which the mean is not worked out again. */
const ENOUGH_FOR_MEAN = 1_000;

const UPSERT_SQL = `
INSERT INTO chunk_vectors (generation_id, chunk_id, bot_id, document_id, bits, codes, scale)
SELECT $1, chunk_id, $2, document_id, substring(('x' || bits)::bit varying FROM 1 FOR $3), codes, scale
FROM unnest($4::uuid[], $5::uuid[], $6::text[], $7::bytea[], $8::real[])
  AS given(chunk_id, document_id, bits, codes, scale)
ON CONFLICT (generation_id, chunk_id) DO UPDATE SET bits = excluded.bits, codes = excluded.codes, scale = excluded.scale`;

const SIZE_SQL = `
SELECT mean, (SELECT coalesce(sum(chunks), 0)::integer FROM index_totals t WHERE t.bot_id = g.bot_id) AS rows
FROM vector_generations g WHERE id = $1`;

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
  string_agg(v.codes, '') AS codes
FROM near JOIN chunk_vectors v ON v.generation_id = $1 AND v.chunk_id = near.chunk_id`;

interface NearRow {
  ids: string[] | null;
  scales: number[];
  codes: Buffer;
}

/** Vectors in any PostgreSQL: a scan of sign bits leaves a few hundred, whose exact products decide. */
@Injectable()
export class ExactVectorStore extends VectorStore {
  readonly name = 'exact';

  constructor(
    private readonly database: Database,
    private readonly transactions: TransactionRunner,
  ) {
    super();
  }

  async upsert(generation: VectorGeneration, vectors: ChunkVector[]): Promise<void> {
    if (vectors.length === 0) return;
    await this.transactions.run(async () => {
      const mean = await this.meanFor(generation, vectors);
      const codes = vectors.map(({ vector }) => quantise(vector));
      await this.database.query(UPSERT_SQL, [
        generation.id,
        generation.botId,
        generation.dimensions,
        vectors.map(({ chunkId }) => chunkId),
        vectors.map(({ documentId }) => documentId),
        vectors.map(({ vector }) => signBits(vector, mean)),
        codes.map(({ codes: { buffer } }) => Buffer.from(buffer)),
        codes.map(({ scale }) => scale),
      ]);
    });
  }

  async nearest(generation: VectorGeneration, vector: Float32Array, limit: number): Promise<RankedChunk[]> {
    const [size] = await this.database.query<{ mean: Buffer | null; rows: number }>(
      SIZE_SQL,
      [generation.id],
      { prepare: 'retrieval_vector_size' },
    );
    if (!size?.mean) return [];
    const bits = bitString(signBits(vector, floats(size.mean)), generation.dimensions);
    const most = Math.max(candidatesFor(size.rows), limit);
    const [row] = await this.database.query<NearRow>(NEAREST_SQL, [generation.id, bits, most], {
      prepare: 'retrieval_vector_nearest',
    });
    return ranked(row, vector).slice(0, limit);
  }

  /** Rows go with their passages. */
  async tidy(): Promise<void> {}

  /** Once there are enough vectors, the mean is that of many instead of those that came first. */
  async settle(generation: VectorGeneration): Promise<void> {
    await this.transactions.run(async () => {
      const [row] = await this.database.query<{ count: number }>(
        'SELECT mean_count AS count FROM vector_generations WHERE id = $1 AND mean IS NOT NULL FOR UPDATE',
        [generation.id],
      );
      if (!row || row.count >= ENOUGH_FOR_MEAN) return;
      const stored = await this.sample(generation.id);
      if (stored.length < ENOUGH_FOR_MEAN) return;
      await this.centre(generation, meanOf(stored, generation.dimensions));
    });
  }

  async reconcile(): Promise<Repairs> {
    return { lost: 0, stray: 0 };
  }

  async drop({ id }: VectorGeneration): Promise<void> {
    await this.database.query('DELETE FROM chunk_vectors WHERE generation_id = $1', [id]);
  }

  /** Holds the generation's row, shared: all vectors that are written now are centred alike. */
  private async meanFor(generation: VectorGeneration, vectors: ChunkVector[]): Promise<Float32Array> {
    const own = meanOf(
      vectors.map(({ vector }) => vector),
      generation.dimensions,
    );
    await this.database.query(
      'UPDATE vector_generations SET mean = $2, mean_count = $3 WHERE id = $1 AND mean IS NULL',
      [generation.id, Buffer.from(own.buffer), vectors.length],
    );
    const [row] = await this.database.query<{ mean: Buffer }>(
      'SELECT mean FROM vector_generations WHERE id = $1 FOR SHARE',
      [generation.id],
    );
    if (!row) throw new Error('the index of vectors is gone');
    return floats(row.mean);
  }

  private async sample(generationId: string): Promise<Float32Array[]> {
    const rows = await this.database.query<{ codes: Buffer; scale: number }>(
      'SELECT codes, scale FROM chunk_vectors WHERE generation_id = $1 LIMIT $2',
      [generationId, ENOUGH_FOR_MEAN],
    );
    return rows.map(({ codes, scale }) => Float32Array.from(signed(codes), (code) => code * scale));
  }

  /** Writes the mean and every row's bits anew, some at a time. Holds the generation's row. */
  private async centre({ id, dimensions }: VectorGeneration, mean: Float32Array): Promise<void> {
    await this.database.query('UPDATE vector_generations SET mean = $2, mean_count = $3 WHERE id = $1', [
      id,
      Buffer.from(mean.buffer),
      ENOUGH_FOR_MEAN,
    ]);
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const rows = await this.database.query<{ id: string; codes: Buffer; scale: number }>(
        `SELECT chunk_id AS id, codes, scale FROM chunk_vectors
         WHERE generation_id = $1 AND chunk_id > $2 ORDER BY chunk_id LIMIT 500`,
        [id, after],
      );
      if (rows.length === 0) return;
      after = rows[rows.length - 1].id;
      await this.database.query(
        `UPDATE chunk_vectors v SET bits = substring(('x' || given.bits)::bit varying FROM 1 FOR $2)
         FROM unnest($3::uuid[], $4::text[]) AS given(id, bits)
         WHERE v.generation_id = $1 AND v.chunk_id = given.id`,
        [
          id,
          dimensions,
          rows.map((row) => row.id),
          rows.map(({ codes, scale }) =>
            signBits(
              Float32Array.from(signed(codes), (code) => code * scale),
              mean,
            ),
          ),
        ],
      );
    }
  }
}

function ranked({ ids, scales, codes }: NearRow, vector: Float32Array): RankedChunk[] {
  if (!ids) return [];
  const all = signed(codes);
  return ids
    .map((chunkId, i) => ({ chunkId, score: scales[i] * dotProduct(all, i * vector.length, vector) }))
    .sort((a, b) => b.score - a.score);
}

function signed(bytes: Buffer): Int8Array {
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function floats(bytes: Buffer): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer);
}

/** As PostgreSQL writes bits. */
function bitString(hex: string, length: number): string {
  return Array.from(hex, (digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0'))
    .join('')
    .slice(0, length);
}
