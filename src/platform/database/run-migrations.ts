import { DataSource, type DataSourceOptions } from 'typeorm';

import { dataSourceOptions } from './data-source-options.js';

/** Any fixed number: instances that start together queue here, one migrates and the rest find nothing to do. */
const MIGRATION_LOCK = 4_217_001;

/**
 * Brings the schema up to date. Safe to call from several processes at once. Each migration is a transaction: when one
 * throws, which the error names, the database is as it was before that one.
 */
export async function runMigrations(url: string): Promise<void> {
  const dataSource = await new DataSource(patient(dataSourceOptions(url, 4))).initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.runMigrations({ transaction: 'each' }).catch(async (cause: Error) => {
      const name = await firstPending(dataSource).catch(() => undefined);
      throw name ? new Error(`migration ${name} failed: ${cause.message}`, { cause }) : cause;
    });
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await lock.release();
    await dataSource.destroy();
  }
}

/** Waiting for the others' turn, and an index of a large table, take as long as they take. */
function patient(options: DataSourceOptions): DataSourceOptions {
  const extra: object = { ...(options.extra as object), statement_timeout: 0 };
  return { ...options, extra };
}

async function firstPending(dataSource: DataSource): Promise<string | undefined> {
  const rows = await dataSource.query<{ name: string }[]>('SELECT name FROM migrations');
  const done = new Set(rows.map(({ name }) => name));
  return dataSource.migrations.map(({ name }) => name).find((name) => name !== undefined && !done.has(name));
}
