import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAnswerTraces1763611000000 implements MigrationInterface {
  name = 'CreateAnswerTraces1763611000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE answer_traces (
        message_id uuid PRIMARY KEY,
        data bytea NOT NULL,
        CONSTRAINT answer_traces_message_id_fkey FOREIGN KEY (message_id) REFERENCES messages (id) ON DELETE CASCADE
      )`);
    // It is compressed already.
    await runner.query('ALTER TABLE answer_traces ALTER COLUMN data SET STORAGE EXTERNAL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE answer_traces');
  }
}
