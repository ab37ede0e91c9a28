import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddVisitors1763610800000 implements MigrationInterface {
  name = 'AddVisitors1763610800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE visitors (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL
          CONSTRAINT visitors_workspace_id_fkey REFERENCES workspaces (id) ON DELETE CASCADE,
        bot_id uuid NOT NULL CONSTRAINT visitors_bot_id_fkey REFERENCES bots (id) ON DELETE CASCADE,
        external_id text NOT NULL,
        name text,
        email text,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        last_seen_at timestamptz(3) NOT NULL DEFAULT now()
      )`);
    await runner.query('CREATE INDEX visitors_workspace_id ON visitors (workspace_id)');
    await runner.query('CREATE UNIQUE INDEX visitors_bot_id_external_id ON visitors (bot_id, external_id)');
    await runner.query('ALTER TABLE conversations ADD COLUMN visitor_id uuid');
    await runner.query(`
      CREATE INDEX conversations_visitor_id ON conversations (visitor_id, updated_at)
      WHERE visitor_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE conversations DROP COLUMN visitor_id');
    await runner.query('DROP TABLE visitors');
  }
}
