import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAuditEvents1763600002000 implements MigrationInterface {
  name = 'CreateAuditEvents1763600002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_events (
        id uuid PRIMARY KEY,
        workspace_id uuid,
        action text NOT NULL,
        result text NOT NULL,
        actor_kind text NOT NULL,
        actor_user_id uuid,
        actor_key_id uuid,
        target_type text,
        target_id text,
        target_name text,
        ip text NOT NULL,
        user_agent text NOT NULL,
        request_id text NOT NULL,
        detail jsonb NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now()
      )`);
    await runner.query('CREATE INDEX audit_events_workspace ON audit_events (workspace_id, id)');
    await runner.query('CREATE INDEX audit_events_created_at ON audit_events (created_at)');
    await runner.query(`
      CREATE FUNCTION audit_events_are_final() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'audit events are append-only';
      END $$`);
    await runner.query(`
      CREATE TRIGGER audit_events_are_final BEFORE UPDATE ON audit_events
      FOR EACH ROW EXECUTE FUNCTION audit_events_are_final()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_events');
    await runner.query('DROP FUNCTION audit_events_are_final');
  }
}
