import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAccountTokens1763610200000 implements MigrationInterface {
  name = 'CreateAccountTokens1763610200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users ADD COLUMN email_verified_at timestamptz(3)');
    await runner.query(`
      CREATE TABLE account_tokens (
        user_id uuid NOT NULL CONSTRAINT account_tokens_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
        purpose text NOT NULL,
        token_hash bytea NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (user_id, purpose)
      )`);
    await runner.query('CREATE UNIQUE INDEX account_tokens_token_hash ON account_tokens (token_hash)');
    await runner.query(`
      CREATE TABLE email_changes (
        user_id uuid PRIMARY KEY CONSTRAINT email_changes_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
        new_email text NOT NULL,
        approve_hash bytea NOT NULL,
        confirm_hash bytea NOT NULL,
        approved_at timestamptz(3),
        confirmed_at timestamptz(3),
        expires_at timestamptz(3) NOT NULL
      )`);
    await runner.query('CREATE UNIQUE INDEX email_changes_approve_hash ON email_changes (approve_hash)');
    await runner.query('CREATE UNIQUE INDEX email_changes_confirm_hash ON email_changes (confirm_hash)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE email_changes');
    await runner.query('DROP TABLE account_tokens');
    await runner.query('ALTER TABLE users DROP COLUMN email_verified_at');
  }
}
