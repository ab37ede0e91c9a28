import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateConversationSummaries1763611100000 implements MigrationInterface {
  name = 'CreateConversationSummaries1763611100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE conversation_summaries (
        conversation_id uuid PRIMARY KEY,
        through_seq integer NOT NULL,
        text text NOT NULL,
        claimed_until timestamptz(3),
        CONSTRAINT conversation_summaries_conversation_id_fkey
          FOREIGN KEY (conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE conversation_summaries');
  }
}
