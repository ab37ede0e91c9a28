import type { Database, TransactionRunner } from '../../../platform/database/index.js';
import { meanOf, signBits } from '../../domain/quantised-vector.js';
import type { VectorGeneration } from '../../domain/vector-generation.js';
import { signed } from './encoding.js';

/** Vectors after which the mean is not worked out again. */
const ENOUGH_FOR_MEAN = 1_000;

/** Works out what the sign bits of a generation are relative to. */
export class Centring {
  constructor(
    private readonly database: Database,
    private readonly transactions: TransactionRunner,
  ) {}

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
        `UPDATE chunk_vectors v
         SET bits = substring(('x' || given.bits)::bit varying FROM 1 FOR $2), written_by = txid_current()
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
