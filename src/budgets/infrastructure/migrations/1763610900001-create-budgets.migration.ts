import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateBudgets1763610900001 implements MigrationInterface {
  name = 'CreateBudgets1763610900001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE budgets (
        subject_id uuid NOT NULL,
        workspace_id uuid NOT NULL,
        bot_id uuid,
        day_micros bigint,
        month_micros bigint,
        on_limit text NOT NULL,
        message text,
        fallback_model text,
        updated_at timestamptz(3) NOT NULL,
        CONSTRAINT budgets_pkey PRIMARY KEY (subject_id),
        CONSTRAINT budgets_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE,
        CONSTRAINT budgets_bot_id_fkey FOREIGN KEY (bot_id) REFERENCES bots (id) ON DELETE CASCADE,
        CONSTRAINT budgets_subject CHECK (subject_id = COALESCE(bot_id, workspace_id)),
        CONSTRAINT budgets_amounts CHECK (day_micros >= 0 AND month_micros >= 0),
        CONSTRAINT budgets_on_limit CHECK (on_limit IN ('message', 'fallback_model'))
      )`);
    await runner.query('CREATE INDEX budgets_workspace_id ON budgets (workspace_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE budgets');
  }
}
