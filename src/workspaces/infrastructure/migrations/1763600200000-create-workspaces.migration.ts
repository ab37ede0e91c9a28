import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateWorkspaces1763600200000 implements MigrationInterface {
  name = 'CreateWorkspaces1763600200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE workspaces (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        personal_of uuid CONSTRAINT workspaces_personal_of_fkey REFERENCES users (id) ON DELETE CASCADE,
        created_at timestamptz(3) NOT NULL DEFAULT now()
      )`);
    await runner.query('CREATE UNIQUE INDEX workspaces_personal_of ON workspaces (personal_of)');
    await runner.query(`
      CREATE TABLE workspace_members (
        workspace_id uuid NOT NULL
          CONSTRAINT workspace_members_workspace_id_fkey REFERENCES workspaces (id) ON DELETE CASCADE,
        user_id uuid NOT NULL CONSTRAINT workspace_members_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
        role text NOT NULL CONSTRAINT workspace_members_role CHECK (role IN ('owner', 'admin', 'editor', 'viewer')),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (workspace_id, user_id)
      )`);
    await runner.query('CREATE INDEX workspace_members_user_id ON workspace_members (user_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE workspace_members');
    await runner.query('DROP TABLE workspaces');
  }
}
