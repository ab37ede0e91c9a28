import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexDocumentsByWorkspace1763610710000 implements MigrationInterface {
  name = 'IndexDocumentsByWorkspace1763610710000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX documents_of_workspace ON documents (workspace_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX documents_of_workspace');
  }
}
