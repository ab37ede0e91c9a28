import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CountSpend1763610900000 implements MigrationInterface {
  name = 'CountSpend1763610900000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE messages
        ADD COLUMN usage_estimated boolean NOT NULL DEFAULT false,
        ADD COLUMN cost_micros bigint,
        ADD COLUMN budget jsonb`);
    // Updated with every answer: room beside each row lets PostgreSQL do so without touching the index. Bots have no
    // foreign key: what they have spent outlives them.
    await runner.query(`
      CREATE TABLE answer_spend (
        workspace_id uuid NOT NULL,
        bot_id uuid NOT NULL,
        day date NOT NULL,
        model text NOT NULL,
        slot smallint NOT NULL,
        answers integer NOT NULL,
        estimated_answers integer NOT NULL,
        unpriced_answers integer NOT NULL,
        prompt_tokens bigint NOT NULL,
        completion_tokens bigint NOT NULL,
        cost_micros bigint NOT NULL,
        CONSTRAINT answer_spend_pkey PRIMARY KEY (bot_id, day, model, slot),
        CONSTRAINT answer_spend_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE
      ) WITH (fillfactor = 50)`);
    await runner.query('CREATE INDEX answer_spend_workspace_id_day ON answer_spend (workspace_id, day)');
    await runner.query(`
      INSERT INTO answer_spend (workspace_id, day, bot_id, model, slot, answers, estimated_answers, unpriced_answers,
                                prompt_tokens, completion_tokens, cost_micros)
      SELECT c.workspace_id, (m.created_at AT TIME ZONE 'UTC')::date, c.bot_id, m.model, 0, count(*), 0, count(*),
             sum(m.prompt_tokens), sum(COALESCE(m.completion_tokens, 0)), 0
      FROM messages m JOIN conversations c ON c.id = m.conversation_id
      WHERE m.role = 'assistant' AND m.model IS NOT NULL AND m.prompt_tokens IS NOT NULL
      GROUP BY 1, 2, 3, 4`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE answer_spend');
    await runner.query(
      'ALTER TABLE messages DROP COLUMN budget, DROP COLUMN cost_micros, DROP COLUMN usage_estimated',
    );
  }
}
