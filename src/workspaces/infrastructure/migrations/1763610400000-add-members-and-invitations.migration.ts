import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddMembersAndInvitations1763610400000 implements MigrationInterface {
  name = 'AddMembersAndInvitations1763610400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE workspace_members ADD COLUMN suspended_at timestamptz(3)');
    await runner.query(`
      CREATE TABLE invitations (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL
          CONSTRAINT invitations_workspace_id_fkey REFERENCES workspaces (id) ON DELETE CASCADE,
        invited_by uuid NOT NULL CONSTRAINT invitations_invited_by_fkey REFERENCES users (id) ON DELETE CASCADE,
        email text NOT NULL,
        role text NOT NULL CONSTRAINT invitations_role CHECK (role IN ('admin', 'editor', 'viewer')),
        token_hash bytea NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        expires_at timestamptz(3) NOT NULL
      )`);
    await runner.query('CREATE UNIQUE INDEX invitations_token_hash ON invitations (token_hash)');
    await runner.query('CREATE UNIQUE INDEX invitations_email ON invitations (workspace_id, email)');
    await runner.query('CREATE INDEX invitations_invited_by ON invitations (invited_by)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE invitations');
    await runner.query('ALTER TABLE workspace_members DROP COLUMN suspended_at');
  }
}
