import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddAccountStates1763610300000 implements MigrationInterface {
  name = 'AddAccountStates1763610300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users
        ADD COLUMN second_factor_at timestamptz(3),
        ADD COLUMN suspended_at timestamptz(3),
        ADD COLUMN deletion_at timestamptz(3)`);
    await runner.query('CREATE INDEX users_deletion_at ON users (deletion_at) WHERE deletion_at IS NOT NULL');
    await runner.query(`
      CREATE TABLE totp_factors (
        user_id uuid PRIMARY KEY
          CONSTRAINT totp_factors_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
        sealed_secret bytea NOT NULL,
        last_step integer NOT NULL DEFAULT 0,
        attempts integer NOT NULL DEFAULT 0,
        attempts_since timestamptz(3) NOT NULL DEFAULT now(),
        created_at timestamptz(3) NOT NULL DEFAULT now()
      )`);
    await runner.query(`
      CREATE TABLE recovery_codes (
        user_id uuid NOT NULL
          CONSTRAINT recovery_codes_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
        code_hash bytea NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (user_id, code_hash)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE recovery_codes');
    await runner.query('DROP TABLE totp_factors');
    await runner.query(`
      ALTER TABLE users DROP COLUMN deletion_at, DROP COLUMN suspended_at, DROP COLUMN second_factor_at`);
  }
}
