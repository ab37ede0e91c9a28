import type { Database, TransactionRunner } from '../../../platform/database/index.js';
import { type Frame, meanOf, quantise, restore, signBits, spreadOf } from '../../domain/quantised-vector.js';
import { GenerationGone, type VectorGeneration } from '../../domain/vector-generation.js';
import { floats, signed } from './encoding.js';

/** Vectors after which mean and spread are not worked out again. */
export const ENOUGH_FOR_MEAN = 1_000;
const BATCH = 500;

interface StoredVector {
  id: string;
  codes: Buffer;
  scale: number;
}

/** Works out what the vectors of a generation are written relative to. */
export class Centring {
  constructor(
    private readonly database: Database,
    private readonly transactions: TransactionRunner,
  ) {}

  /**
   * Of a generation that is about to get these vectors; the first ones decide until there are enough. Holds the
   * generation's row, shared, until the transaction ends: all that is written now is written alike.
   */
  async frameFor(
    { id, dimensions }: VectorGeneration,
    vectors: Float32Array[],
  ): Promise<Frame & { mean: Float32Array }> {
    const own = meanOf(vectors, dimensions);
    await this.database.query(
      'UPDATE vector_generations SET mean = $2, spread = $3, mean_count = $4 WHERE id = $1 AND mean IS NULL',
      [id, bytesOf(own), bytesOf(spreadOf(vectors, own)), vectors.length],
    );
    const [row] = await this.database.query<{ mean: Buffer; spread: Buffer | null }>(
      'SELECT mean, spread FROM vector_generations WHERE id = $1 FOR SHARE',
      [id],
    );
    if (!row) throw new GenerationGone();
    return { mean: floats(row.mean), ...frameIn(row.mean, row.spread) };
  }

  /** Once there are enough vectors, mean and spread are those of many instead of those that came first. */
  async settle({ id, dimensions }: VectorGeneration): Promise<void> {
    await this.transactions.run(async () => {
      const [row] = await this.database.query<{ count: number; mean: Buffer; spread: Buffer | null }>(
        'SELECT mean_count AS count, mean, spread FROM vector_generations WHERE id = $1 AND mean IS NOT NULL FOR UPDATE',
        [id],
      );
      if (!row || row.count >= ENOUGH_FOR_MEAN) return;
      const before = frameIn(row.mean, row.spread);
      const sample = (await this.stored(id, NO_ID, ENOUGH_FOR_MEAN)).map((one) => decoded(one, before));
      if (sample.length < ENOUGH_FOR_MEAN) return;
      const centre = meanOf(sample, dimensions);
      const frame = { centre, spread: spreadOf(sample, centre) };
      await this.database.query(
        'UPDATE vector_generations SET mean = $2, spread = $3, mean_count = $4 WHERE id = $1',
        [id, bytesOf(centre), bytesOf(frame.spread), ENOUGH_FOR_MEAN],
      );
      await this.rewrite(id, dimensions, before, frame);
    });
  }

  /** Writes every row anew, some at a time. Holds the generation's row. */
  private async rewrite(id: string, dimensions: number, before: Frame, frame: Frame): Promise<void> {
    for (let after = NO_ID; ;) {
      const rows = await this.stored(id, after, BATCH);
      if (rows.length === 0) return;
      after = rows[rows.length - 1].id;
      const vectors = rows.map((row) => decoded(row, before));
      const codes = vectors.map((vector) => quantise(vector, frame));
      await this.database.query(
        `UPDATE chunk_vectors v
         SET bits = substring(('x' || given.bits)::bit varying FROM 1 FOR $2::integer),
           codes = substring($4::bytea FROM (n::integer - 1) * $2::integer + 1 FOR $2::integer),
           scale = given.scale, written_by = txid_current()
         FROM unnest($3::uuid[], $5::text[], $6::real[]) WITH ORDINALITY AS given(id, bits, scale, n)
         WHERE v.generation_id = $1 AND v.chunk_id = given.id`,
        [
          id,
          dimensions,
          rows.map((row) => row.id),
          Buffer.concat(codes.map(({ codes: { buffer } }) => Buffer.from(buffer))),
          vectors.map((vector) => signBits(vector, frame.centre)),
          codes.map(({ scale }) => scale),
        ],
      );
    }
  }

  private stored(generationId: string, after: string, limit: number): Promise<StoredVector[]> {
    return this.database.query<StoredVector>(
      `SELECT chunk_id AS id, codes, scale FROM chunk_vectors
       WHERE generation_id = $1 AND chunk_id > $2 ORDER BY chunk_id LIMIT $3`,
      [generationId, after, limit],
    );
  }
}

const NO_ID = '00000000-0000-0000-0000-000000000000';

function decoded({ codes, scale }: StoredVector, frame: Frame): Float32Array {
  return restore({ codes: signed(codes), scale }, frame);
}

/** As it is stored; generations from before there were spreads are written as they are. */
export function frameIn(mean: Buffer, spread: Buffer | null): Frame {
  const centre = floats(mean);
  return spread
    ? { centre, spread: floats(spread) }
    : { centre: new Float32Array(centre.length), spread: new Float32Array(centre.length).fill(1) };
}

function bytesOf({ buffer }: Float32Array): Buffer {
  return Buffer.from(buffer);
}
