import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateBotWidgets1763600550000 implements MigrationInterface {
  name = 'CreateBotWidgets1763600550000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE bot_widgets (
        bot_id uuid PRIMARY KEY CONSTRAINT bot_widgets_bot_id_fkey REFERENCES bots (id) ON DELETE CASCADE,
        settings jsonb NOT NULL,
        sealed_identity_secret bytea,
        updated_at timestamptz(3) NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE bot_widgets');
  }
}
