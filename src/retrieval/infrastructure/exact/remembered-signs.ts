import { Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import type { Database } from '../../../platform/database/index.js';
import type { VectorGeneration } from '../../domain/vector-generation.js';
import { floats } from './encoding.js';
import { SignTable } from './sign-table.js';

/** Smaller generations are scanned by PostgreSQL within a few milliseconds. */
const FEWEST = 2_000;
/** Some 450,000 passages of 768 dimensions. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Rows read in one go, and at most between two questions; after more, all are read anew. */
const BATCH = 4_000;

const FIRST_SQL = `
SELECT mean, mean_count AS "meanCount", txid_snapshot_xmin(txid_current_snapshot()) AS horizon
FROM vector_generations WHERE id = $1 AND mean IS NOT NULL`;

/** Each row's bits come behind four bytes that count them. */
const ROWS = `
count(*)::integer AS rows, string_agg(uuid_send(chunk_id), '' ORDER BY chunk_id) AS ids,
string_agg(substring(varbit_send(bits) FROM 5), '' ORDER BY chunk_id) AS bits`;

const BATCH_SQL = `
SELECT ${ROWS}, (array_agg(chunk_id ORDER BY chunk_id DESC))[1] AS last FROM (
  SELECT chunk_id, bits FROM chunk_vectors
  WHERE generation_id = $1 AND chunk_id > $2 AND bits IS NOT NULL ORDER BY chunk_id LIMIT ${BATCH}) taken`;

const CHANGES_SQL = `
SELECT g.mean_count AS "meanCount", txid_snapshot_xmin(txid_current_snapshot()) AS horizon, changed.*
FROM vector_generations g, LATERAL (
  SELECT ${ROWS} FROM (
    SELECT chunk_id, bits FROM chunk_vectors
    WHERE generation_id = g.id AND written_by >= $2::bigint AND bits IS NOT NULL LIMIT ${BATCH + 1}) taken) changed
WHERE g.id = $1`;

interface Rows {
  rows: number;
  ids: Buffer | null;
  bits: Buffer | null;
}

/** What was read of one generation. */
export interface Signs {
  readonly table: SignTable;
  /** What the signs are relative to. */
  readonly mean: Float32Array;
  /** Changes with the mean, and all signs with it. */
  readonly meanCount: number;
  /** Every transaction below it had ended when the rows were read: what others write later bears this number or a higher one. */
  horizon: string;
}

/**
 * Remembers the sign bits of larger generations, at most 64 MB of them, so that PostgreSQL need not walk through all rows
 * for every question. Every question first asks for the rows that were written since, by whichever instance, so what is
 * committed is always there. What was deleted may still be: whoever reads the
 * rows of what was found takes it out of the table.
 */
export class RememberedSigns {
  private readonly logger = new Logger('Vectors');
  private readonly known: LRUCache<string, Signs>;
  private readonly loading = new Set<string>();

  constructor(
    private readonly database: Pick<Database, 'query'>,
    private readonly fewest = FEWEST,
    private readonly mostBytes = MOST_BYTES,
  ) {
    this.known = new LRUCache({ maxSize: mostBytes, sizeCalculation: ({ table }) => table.bytes });
  }

  /** Up to date, or undefined for a generation that is not remembered (yet): ask PostgreSQL. */
  async of({ id }: VectorGeneration): Promise<Signs | undefined> {
    const signs = this.known.get(id);
    if (!signs) return undefined;
    const [changes] = await this.database.query<Rows & { meanCount: number; horizon: string }>(
      CHANGES_SQL,
      [id, signs.horizon],
      { prepare: 'retrieval_vector_changes' },
    );
    if (!changes || changes.meanCount !== signs.meanCount || changes.rows > BATCH) {
      this.known.delete(id);
      return undefined;
    }
    if (changes.rows > 0) {
      signs.table.put(changes.ids!, changes.bits!);
      // Weighs it anew, unless another took its place meanwhile.
      if (this.known.peek(id) === signs) this.known.set(id, signs);
    }
    signs.horizon = changes.horizon;
    return signs;
  }

  /** Begins to read a generation of so many rows in the background, where that is worth it. Never throws. */
  learn({ id, dimensions }: VectorGeneration, rows: number): void {
    if (rows < this.fewest || SignTable.bytesFor(rows, dimensions) > this.mostBytes) return;
    if (this.known.has(id) || this.loading.has(id)) return;
    this.loading.add(id);
    void this.read(id, dimensions)
      .then((signs) => signs && this.known.set(id, signs))
      // The next question tries again.
      .catch((error: Error) => this.logger.warn(`vectors are not remembered: ${error.message}`))
      .finally(() => this.loading.delete(id));
  }

  forget(generationId: string): void {
    this.known.delete(generationId);
  }

  private async read(id: string, dimensions: number): Promise<Signs | undefined> {
    const [first] = await this.database.query<{ mean: Buffer; meanCount: number; horizon: string }>(
      FIRST_SQL,
      [id],
    );
    if (!first) return undefined;
    const table = new SignTable(dimensions);
    for (let last: string | null = '00000000-0000-0000-0000-000000000000'; last !== null;) {
      const [batch]: (Rows & { last: string | null })[] = await this.database.query<
        Rows & { last: string | null }
      >(BATCH_SQL, [id, last]);
      if (batch.rows > 0) table.put(batch.ids!, batch.bits!);
      last = batch.last;
    }
    return { ...first, mean: floats(first.mean), table };
  }
}
