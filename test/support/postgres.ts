import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { runMigrations } from '../../src/platform/database/run-migrations.js';
import { withClient } from './postgres-client.js';

export { withClient };

export interface TestDatabase {
  /** Connection string of a fresh, migrated database. */
  url: string;
  /** Drops it, whatever is still connected. */
  drop(): Promise<void>;
}

/** A database of its own for a test file: a copy of a template that is migrated once per run. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = await migratedTemplate();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin((admin) => admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  return { url: urlOf(name), drop: () => dropDatabase(name) };
}

/** The same without migrations, for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin((admin) => admin.query(`CREATE DATABASE ${name}`));
  return { url: urlOf(name), drop: () => dropDatabase(name) };
}

let template: Promise<string> | undefined;

function migratedTemplate(): Promise<string> {
  return (template ??= buildTemplate());
}

/** Jest's workers share it: the first builds it, the others wait for the advisory lock and find it there. */
async function buildTemplate(): Promise<string> {
  const name = `template_${process.env.KYRO_TEST_RUN}`;
  const draft = `${name}_draft`;
  await asAdmin(async (admin) => {
    await admin.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount) return;
    await admin.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${draft}`);
    await runMigrations(urlOf(draft));
    await admin.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
  });
  return name;
}

function asAdmin<T>(work: (admin: Client) => Promise<T>): Promise<T> {
  return withClient(adminUrl(), work);
}

function dropDatabase(name: string): Promise<void> {
  return asAdmin(async (admin) => {
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
}

function urlOf(database: string): string {
  const url = new URL(adminUrl());
  url.pathname = `/${database}`;
  return url.href;
}

function adminUrl(): string {
  const url = process.env.KYRO_TEST_DATABASE_URL;
  if (url) return url;
  throw new Error(
    'There is no test database: a run of tests under src/ or test/architecture alone starts none. ' +
      'Tests that need one belong under test/integration or test/e2e.',
  );
}
