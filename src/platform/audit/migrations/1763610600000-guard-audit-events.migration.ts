import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows of the audit log go only in a transaction that says so, which those of the application's own purges do. */
export class GuardAuditEvents1763610600000 implements MigrationInterface {
  name = 'GuardAuditEvents1763610600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION audit_events_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF current_setting('kyro.audit_purge', true) IS DISTINCT FROM 'on' THEN
          RAISE EXCEPTION 'audit events are append-only';
        END IF;
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER audit_events_are_kept BEFORE DELETE OR TRUNCATE ON audit_events
      FOR EACH STATEMENT EXECUTE FUNCTION audit_events_are_kept()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER audit_events_are_kept ON audit_events');
    await runner.query('DROP FUNCTION audit_events_are_kept');
  }
}
