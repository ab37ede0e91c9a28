import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDocuments1763600400000 implements MigrationInterface {
  name = 'CreateDocuments1763600400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE documents (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        bot_id uuid NOT NULL,
        kind text NOT NULL,
        identity text NOT NULL,
        title text NOT NULL,
        title_given boolean NOT NULL,
        file_name text,
        url text,
        mime_type text NOT NULL,
        size_bytes bigint NOT NULL,
        sha256 text NOT NULL,
        storage_key text,
        status text NOT NULL,
        stage text,
        progress smallint NOT NULL DEFAULT 0,
        error_code text,
        error_params jsonb NOT NULL DEFAULT '{}',
        page_count integer,
        char_count integer NOT NULL DEFAULT 0,
        chunk_count integer NOT NULL DEFAULT 0,
        language text,
        chunking jsonb NOT NULL,
        version uuid NOT NULL,
        active_version uuid,
        active_sha256 text,
        attempt uuid,
        attempts integer NOT NULL DEFAULT 0,
        lease_until timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        processed_at timestamptz
      )`);
    await runner.query('CREATE UNIQUE INDEX documents_identity ON documents (bot_id, identity)');
    await runner.query('CREATE INDEX documents_of_bot ON documents (bot_id, id)');
    await runner.query('CREATE INDEX documents_by_status ON documents (bot_id, status)');
    await runner.query(
      `CREATE INDEX documents_unfinished ON documents (workspace_id, status, id) WHERE status IN ('queued', 'processing')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE documents');
  }
}
