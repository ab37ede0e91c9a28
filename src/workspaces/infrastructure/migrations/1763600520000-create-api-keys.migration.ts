import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateApiKeys1763600520000 implements MigrationInterface {
  name = 'CreateApiKeys1763600520000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_keys (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        created_by uuid NOT NULL,
        name text NOT NULL,
        prefix text NOT NULL,
        secret_hash bytea NOT NULL,
        scopes text[] NOT NULL,
        bot_ids uuid[],
        expires_at timestamptz(3),
        last_used_at timestamptz(3),
        last_used_ip text,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT api_keys_maker_fkey FOREIGN KEY (workspace_id, created_by)
          REFERENCES workspace_members (workspace_id, user_id) ON DELETE CASCADE
      )`);
    await runner.query('CREATE UNIQUE INDEX api_keys_secret_hash ON api_keys (secret_hash)');
    await runner.query('CREATE INDEX api_keys_workspace ON api_keys (workspace_id, id)');
    await runner.query('CREATE INDEX api_keys_maker ON api_keys (workspace_id, created_by)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE api_keys');
  }
}
