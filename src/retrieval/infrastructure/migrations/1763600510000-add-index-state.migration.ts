import type { MigrationInterface, QueryRunner } from 'typeorm';

/** With what waits to be folded, tells in which state a bot's index is; changes with every fold. */
export class AddIndexState1763600510000 implements MigrationInterface {
  name = 'AddIndexState1763600510000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE index_totals ADD COLUMN state uuid NOT NULL DEFAULT gen_random_uuid()');
    await runner.query('ALTER TABLE index_totals ALTER COLUMN state DROP DEFAULT');
    // A change lives for a moment: packing it takes longer than writing it.
    for (const column of ['lexemes', 'dfs'])
      await runner.query(`ALTER TABLE index_deltas ALTER COLUMN ${column} SET STORAGE EXTERNAL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE index_totals DROP COLUMN state');
    for (const column of ['lexemes', 'dfs'])
      await runner.query(`ALTER TABLE index_deltas ALTER COLUMN ${column} SET STORAGE EXTENDED`);
  }
}
