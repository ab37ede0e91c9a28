import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which transaction wrote a row last: who has read all rows finds those that came since. Rows from before need no number:
 * whoever reads anything reads all of them first.
 */
export class NumberVectors1763621200000 implements MigrationInterface {
  name = 'NumberVectors1763621200000';

  async up(runner: QueryRunner): Promise<void> {
    // A constant default rewrites nothing.
    await runner.query(`ALTER TABLE chunk_vectors ADD COLUMN written_by bigint NOT NULL DEFAULT 0`);
    await runner.query('ALTER TABLE chunk_vectors ALTER COLUMN written_by SET DEFAULT txid_current()');
    await runner.query('CREATE INDEX chunk_vectors_written_by ON chunk_vectors (generation_id, written_by)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE chunk_vectors DROP COLUMN written_by');
  }
}
