import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateMessageUsage1763610700000 implements MigrationInterface {
  name = 'CreateMessageUsage1763610700000';

  async up(runner: QueryRunner): Promise<void> {
    // Updated with every answer: room beside each row lets PostgreSQL do so without touching the index.
    await runner.query(`
      CREATE TABLE message_usage (
        workspace_id uuid NOT NULL,
        month date NOT NULL,
        slot smallint NOT NULL,
        messages integer NOT NULL,
        CONSTRAINT message_usage_pkey PRIMARY KEY (workspace_id, month, slot),
        CONSTRAINT message_usage_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE
      ) WITH (fillfactor = 50)`);
    await runner.query(`
      INSERT INTO message_usage (workspace_id, month, slot, messages)
      SELECT c.workspace_id, date_trunc('month', m.created_at AT TIME ZONE 'UTC')::date, 0, count(*)
      FROM messages m JOIN conversations c ON c.id = m.conversation_id
      WHERE m.role = 'assistant'
      GROUP BY 1, 2`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE message_usage');
  }
}
