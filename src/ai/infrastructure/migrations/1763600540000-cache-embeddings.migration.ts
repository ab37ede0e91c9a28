import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Unlogged: a crash of PostgreSQL empties the cache, which costs money and no data. */
export class CacheEmbeddings1763600540000 implements MigrationInterface {
  name = 'CacheEmbeddings1763600540000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE UNLOGGED TABLE cached_embeddings (
        model text NOT NULL,
        content_hash bytea NOT NULL,
        vector bytea NOT NULL,
        used_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (model, content_hash)
      )`);
    // Floats do not compress.
    await runner.query('ALTER TABLE cached_embeddings ALTER COLUMN vector SET STORAGE EXTERNAL');
    await runner.query('CREATE INDEX cached_embeddings_used_at ON cached_embeddings (used_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE cached_embeddings');
  }
}
