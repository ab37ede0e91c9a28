import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateMails1763610100000 implements MigrationInterface {
  name = 'CreateMails1763610100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mails (
        id uuid PRIMARY KEY,
        template text NOT NULL,
        recipient text NOT NULL,
        locale text NOT NULL,
        sealed_params bytea,
        status text NOT NULL DEFAULT 'queued'
          CONSTRAINT mails_status CHECK (status IN ('queued', 'sent', 'failed')),
        attempts integer NOT NULL DEFAULT 0,
        due_at timestamptz(3) NOT NULL DEFAULT now(),
        last_error text,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        ended_at timestamptz(3)
      )`);
    await runner.query("CREATE INDEX mails_due ON mails (due_at) WHERE status = 'queued'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE mails');
  }
}
