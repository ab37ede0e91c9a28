import { Injectable } from '@nestjs/common';

import { Database } from '../../platform/database/index.js';
import { EmbeddingCache } from '../application/ports/embedding-cache.port.js';

/** Asked for again within a day, a row need not be told so again. */
const READ_SQL = `
WITH touched AS (
  UPDATE cached_embeddings SET used_at = now()
  WHERE model = $1 AND content_hash = ANY ($2::bytea[]) AND used_at < now() - interval '1 day'
)
SELECT content_hash AS hash, vector FROM cached_embeddings WHERE model = $1 AND content_hash = ANY ($2::bytea[])`;

const WRITE_SQL = `
INSERT INTO cached_embeddings (model, content_hash, vector)
SELECT $1, hash, substring($3::bytea FROM (n::integer - 1) * $4::integer + 1 FOR $4::integer)
FROM unnest($2::bytea[]) WITH ORDINALITY AS given(hash, n) ORDER BY hash
ON CONFLICT DO NOTHING`;

const BATCH = 5_000;

@Injectable()
export class PostgresEmbeddingCache extends EmbeddingCache {
  constructor(private readonly database: Database) {
    super();
  }

  async read(modelId: string, hashes: Buffer[]): Promise<Map<string, Float32Array>> {
    const rows = await this.database.query<{ hash: Buffer; vector: Buffer }>(READ_SQL, [modelId, hashes]);
    return new Map(
      rows.map(({ hash, vector }) => [
        hash.toString('hex'),
        // A copy: the driver's buffers may begin at any place.
        new Float32Array(new Uint8Array(vector).buffer),
      ]),
    );
  }

  async write(modelId: string, vectors: Map<string, Float32Array>): Promise<void> {
    const hashes = [...vectors.keys()].map((hash) => Buffer.from(hash, 'hex'));
    const bytes = [...vectors.values()].map((vector) =>
      Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength),
    );
    if (bytes.length === 0) return;
    // As one: a list of bytes would be written as text. The vectors of a model are of one size.
    await this.database.query(WRITE_SQL, [modelId, hashes, Buffer.concat(bytes), bytes[0].length]);
  }

  async trim(days: number, most: number): Promise<number> {
    let total = await this.deleteAll(`used_at < now() - make_interval(days => $1)`, days);
    const [{ count }] = await this.database.query<{ count: string }>(
      'SELECT count(*) AS count FROM cached_embeddings',
    );
    for (let beyond = Number(count) - most; beyond > 0; beyond -= BATCH) {
      total += await this.deleteOldest(Math.min(beyond, BATCH));
    }
    return total;
  }

  private async deleteAll(condition: string, days: number): Promise<number> {
    for (let total = 0; ;) {
      const rows = await this.database.query(
        `DELETE FROM cached_embeddings WHERE ctid IN (
           SELECT ctid FROM cached_embeddings WHERE ${condition} LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
         RETURNING 1`,
        [days],
      );
      total += rows.length;
      if (rows.length < BATCH) return total;
    }
  }

  private async deleteOldest(count: number): Promise<number> {
    const rows = await this.database.query(
      `DELETE FROM cached_embeddings WHERE ctid IN (
         SELECT ctid FROM cached_embeddings ORDER BY used_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING 1`,
      [count],
    );
    return rows.length;
  }
}
