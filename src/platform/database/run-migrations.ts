import { DataSource } from 'typeorm';

import { dataSourceOptions } from './data-source-options.js';

/** Any fixed number: instances that start together queue here, one migrates and the rest find nothing to do. */
const MIGRATION_LOCK = 4_217_001;

/** Brings the schema up to date. Safe to call from several processes at once. */
export async function runMigrations(url: string): Promise<void> {
  const dataSource = await new DataSource(dataSourceOptions(url, 4)).initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('SET statement_timeout = 0');
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await lock.release();
    await dataSource.destroy();
  }
}
