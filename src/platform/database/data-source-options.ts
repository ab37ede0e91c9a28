import type { DataSourceOptions } from 'typeorm';

import { entities } from './entities.js';
import { migrations } from './migrations.js';

/** `poolSize` is the most connections this process opens for its own statements. */
export function dataSourceOptions(url: string, poolSize: number): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    entities,
    migrations,
    migrationsTransactionMode: 'each',
    synchronize: false,
    poolSize,
    applicationName: 'kyrochat',
    extra: {
      // A full pool answers 503 after this instead of queueing for ever.
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 60_000,
      statement_timeout: 60_000,
      idle_in_transaction_session_timeout: 60_000,
    },
    logging: false,
  };
}
