import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePlans1763600530000 implements MigrationInterface {
  name = 'CreatePlans1763600530000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE plans (
        id text PRIMARY KEY,
        name text NOT NULL,
        max_bots integer,
        max_documents integer,
        max_storage_bytes bigint,
        max_messages integer,
        external_price_id text
      )`);
    await runner.query(`
      INSERT INTO plans (id, name, max_bots, max_documents, max_storage_bytes, max_messages) VALUES
        ('free', 'Free', 3, 100, 104857600, 500),
        ('unlimited', 'Unlimited', NULL, NULL, NULL, NULL)`);
    await runner.query(`
      ALTER TABLE workspaces
        ADD COLUMN plan_id text NOT NULL DEFAULT 'unlimited',
        ADD COLUMN plan_since timestamptz(3) NOT NULL DEFAULT now(),
        ADD COLUMN billing_customer_id text,
        ADD COLUMN billing_subscription_id text,
        ADD COLUMN billing_status text,
        ADD COLUMN billing_period_end timestamptz(3),
        ADD CONSTRAINT workspaces_plan_fkey FOREIGN KEY (plan_id) REFERENCES plans (id)`);
    await runner.query('CREATE INDEX workspaces_plan ON workspaces (plan_id, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE workspaces
        DROP CONSTRAINT workspaces_plan_fkey,
        DROP COLUMN plan_id,
        DROP COLUMN plan_since,
        DROP COLUMN billing_customer_id,
        DROP COLUMN billing_subscription_id,
        DROP COLUMN billing_status,
        DROP COLUMN billing_period_end`);
    await runner.query('DROP TABLE plans');
  }
}
