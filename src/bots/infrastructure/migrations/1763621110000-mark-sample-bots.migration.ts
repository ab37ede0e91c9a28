import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MarkSampleBots1763621110000 implements MigrationInterface {
  name = 'MarkSampleBots1763621110000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE bots ADD COLUMN sample boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE bots DROP COLUMN sample');
  }
}
