import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Vectors of passages: signs to compare at a glance, in an index that alone answers, beside one byte a component. */
export class CreateVectors1763600541000 implements MigrationInterface {
  name = 'CreateVectors1763600541000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE vector_generations (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        bot_id uuid NOT NULL,
        model text NOT NULL,
        dimensions integer NOT NULL,
        store text NOT NULL,
        state text NOT NULL,
        mean bytea,
        mean_count integer NOT NULL DEFAULT 0,
        error text,
        lease_holder uuid,
        lease_until timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        activated_at timestamptz
      )`);
    await runner.query('CREATE UNIQUE INDEX vector_generations_state ON vector_generations (bot_id, state)');
    await runner.query(`
      CREATE TABLE chunk_vectors (
        generation_id uuid NOT NULL,
        chunk_id uuid NOT NULL,
        bot_id uuid NOT NULL,
        document_id uuid NOT NULL,
        bits bit varying,
        codes bytea,
        scale real,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (generation_id, chunk_id) INCLUDE (bits)
      ) WITH (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_vacuum_scale_factor = 0.05)`);
    await runner.query('ALTER TABLE chunk_vectors ALTER COLUMN codes SET STORAGE PLAIN');
    await runner.query('CREATE INDEX chunk_vectors_document_id ON chunk_vectors (document_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE chunk_vectors, vector_generations');
  }
}
