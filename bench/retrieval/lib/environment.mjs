/** A throw-away database and the retrieval services on it, from the compiled product (KYRO_DIST, default dist/). */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const dist = resolve(process.env.KYRO_DIST ?? join(import.meta.dirname, '../../../dist'));
export const product = (path) => import(pathToFileURL(join(dist, path)).href);

/** `flags` are settings of PostgreSQL such as `fsync=off`. */
export async function openEnvironment({ poolSize = 10, flags = [] } = {}) {
  const server = await startServer(flags);
  const { runMigrations } = await product('platform/database/run-migrations.js');
  await runMigrations(server.url);
  const { DataSource } = await import('typeorm');
  const { dataSourceOptions } = await product('platform/database/data-source-options.js');
  const { Database } = await product('platform/database/database.js');
  const { PostgresTransactionRunner } = await product('platform/database/transaction-runner.js');
  const dataSource = await new DataSource(dataSourceOptions(server.url, poolSize)).initialize();
  const database = new Database(dataSource);
  const transactions = new PostgresTransactionRunner(database);
  const services = await buildServices(database, transactions);
  return {
    database,
    transactions,
    ...services,
    close: async () => {
      await services.folder.beforeApplicationShutdown();
      await dataSource.destroy();
      await server.stop();
    },
  };
}

async function buildServices(database, transactions) {
  const { PostgresIndexStore } = await product('retrieval/infrastructure/postgres-index.store.js');
  const { PostgresLexicalIndex } = await product('retrieval/infrastructure/postgres-lexical.index.js');
  const { RememberingLexicalIndex } = await product('retrieval/infrastructure/remembering-lexical.index.js');
  const { NoVectorIndex } = await product('retrieval/infrastructure/no-vector.index.js');
  const { AnalysedChunks } = await product('retrieval/application/analysed-chunks.js');
  const { StatisticsFolder } = await product('retrieval/application/statistics-folder.js');
  const { IndexWriter } = await product('retrieval/application/index-writer.service.js');
  const { MeaningSearch } = await product('retrieval/application/meaning-search.service.js');
  const { Metrics } = await product('platform/metrics/metrics.js');
  const { SearchService } = await product('retrieval/application/search.service.js');
  const store = new PostgresIndexStore(database);
  const lexical = new RememberingLexicalIndex(new PostgresLexicalIndex(database));
  const folder = new StatisticsFolder(store, transactions);
  return {
    store,
    folder,
    writer: new IndexWriter(store, folder, database, transactions, new NoVectorIndex()),
    newSearch: () =>
      new SearchService(
        lexical,
        new AnalysedChunks(lexical),
        new MeaningSearch(new NoVectorIndex(), new Metrics()),
      ),
  };
}

async function startServer(flags) {
  if (process.env.KYRO_BENCH_DATABASE_URL) {
    return { url: process.env.KYRO_BENCH_DATABASE_URL, stop: async () => {} };
  }
  const folder = await mkdtemp(join(tmpdir(), 'kyrochat-bench-'));
  // Under root PostgreSQL runs as another user, who must be able to enter.
  await chmod(folder, 0o711);
  const { EmbeddedPostgres } = await product('platform/database/embedded/index.js');
  const logger = { info: () => {}, warn: console.warn, error: console.error };
  const server = new EmbeddedPostgres({ dataDir: folder, logger, flags });
  const handle = await server.start();
  return {
    url: handle.url,
    stop: async () => {
      await handle.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
