import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the components of a generation's vectors reach, each by itself; without it all alike. */
export class SpreadVectors1763621210000 implements MigrationInterface {
  name = 'SpreadVectors1763621210000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE vector_generations ADD COLUMN spread bytea');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE vector_generations DROP COLUMN spread');
  }
}
