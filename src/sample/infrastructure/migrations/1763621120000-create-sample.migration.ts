import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSample1763621120000 implements MigrationInterface {
  name = 'CreateSample1763621120000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sample (
        id smallint PRIMARY KEY,
        bot_id uuid,
        filled_at timestamptz(3),
        created_at timestamptz(3) NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE sample');
  }
}
