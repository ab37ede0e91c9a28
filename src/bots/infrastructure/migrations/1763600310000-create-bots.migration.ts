import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateBots1763600310000 implements MigrationInterface {
  name = 'CreateBots1763600310000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE bots (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL CONSTRAINT bots_workspace_id_fkey REFERENCES workspaces (id) ON DELETE CASCADE,
        name text NOT NULL,
        description text NOT NULL,
        public_key text NOT NULL,
        config jsonb NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        deleted_at timestamptz(3)
      )`);
    await runner.query('CREATE INDEX bots_workspace_id ON bots (workspace_id, id) WHERE deleted_at IS NULL');
    await runner.query('CREATE UNIQUE INDEX bots_public_key ON bots (public_key)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE bots');
  }
}
