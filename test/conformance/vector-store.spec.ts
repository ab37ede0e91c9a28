import { DataSource, type QueryRunner } from 'typeorm';

import { newId } from '../../src/kernel/id.js';
import { dataSourceOptions } from '../../src/platform/database/data-source-options.js';
import { Database, type TransactionRunner } from '../../src/platform/database/index.js';
import { PostgresTransactionRunner } from '../../src/platform/database/transaction-runner.js';
import type { VectorGeneration } from '../../src/retrieval/domain/vector-generation.js';
import { ExactVectorStore } from '../../src/retrieval/infrastructure/exact-vector.store.js';
import { CreateVectors1763600541000 } from '../../src/retrieval/infrastructure/migrations/1763600541000-create-vectors.migration.js';
import { offerPgvector, PgvectorStore } from '../../src/retrieval/infrastructure/pgvector.store.js';
import { PineconeVectorStore } from '../../src/retrieval/infrastructure/pinecone-vector.store.js';
import { startPglite } from '../support/pglite.js';
import { createTestDatabase } from '../support/postgres.js';
import { PineconeServer } from '../support/stubs/pinecone-server.js';
import { describeVectorStore, randomUnit, type VectorStoreHarness } from './vector-store.conformance.js';

// PGlite takes its time to start on a machine that has other work.
jest.setTimeout(120_000);

/** A real PostgreSQL without pgvector. */
async function openPostgres() {
  const test = await createTestDatabase();
  const source = await new DataSource(dataSourceOptions(test.url, 4)).initialize();
  const database = new Database(source);
  return {
    database,
    transactions: new PostgresTransactionRunner(database),
    query: <T>(sql: string, params?: unknown[]) => database.query<T>(sql, params),
    async close() {
      await source.destroy();
      await test.drop();
    },
  };
}

/** PostgreSQL with pgvector. It has one connection: a transaction needs no more than that. */
async function openPglite() {
  const { query, close } = await startPglite();
  await new CreateVectors1763600541000().up({ query } as unknown as QueryRunner);
  const transactions: TransactionRunner = {
    async run(work) {
      await query('BEGIN');
      return work().finally(() => query('COMMIT'));
    },
  };
  return { close, query, transactions, database: { query } as unknown as Database };
}

describeVectorStore('exact', async () => {
  const { database, transactions, ...rest } = await openPostgres();
  return { store: new ExactVectorStore(database, transactions), ...rest };
});

describeVectorStore('pgvector', async () => {
  const { query, close, transactions, database } = await openPglite();
  if (!(await offerPgvector(database))) throw new Error('the extension was not found');
  const store = new PgvectorStore(database, transactions, async (sql) => void (await query(sql)));
  return { store, query, close };
});

async function openPinecone(): Promise<VectorStoreHarness & { stub: PineconeServer }> {
  const { database, query, close } = await openPostgres();
  const stub = await PineconeServer.start();
  const store = new PineconeVectorStore({ apiKey: 'key-of-pinecone', host: stub.url }, database);
  return { store, stub, query, close: async () => void (await Promise.all([stub.close(), close()])) };
}

describeVectorStore('pinecone', openPinecone);

function generationOf(store: VectorGeneration['store'], dimensions = 32): VectorGeneration {
  return {
    id: newId(),
    workspaceId: newId(),
    botId: newId(),
    model: `test:words:${dimensions}`,
    dimensions,
    store,
    state: 'active',
    error: null,
    createdAt: new Date(),
    activatedAt: null,
  };
}

describe('pgvector', () => {
  it('should not be offered where the server lacks it', async () => {
    const { database, close } = await openPostgres();
    expect(await offerPgvector(database)).toBe(false);
    await close();
  });

  it('should index a generation that has grown, and search it through the index', async () => {
    const { query, close, transactions, database } = await openPglite();
    await offerPgvector(database);
    const store = new PgvectorStore(database, transactions, async (sql) => void (await query(sql)), 800);
    const generation = generationOf('pgvector');
    const entries = Array.from({ length: 2_000 }, () => ({
      chunkId: newId(),
      documentId: newId(),
      vector: randomUnit(),
    }));
    for (let i = 0; i < entries.length; i += 500) await store.upsert(generation, entries.slice(i, i + 500));
    await store.settle(generation);
    const indexes = await query<{ valid: boolean }>(
      `SELECT indisvalid AS valid FROM pg_index WHERE indexrelid::regclass::text LIKE 'chunk_vectors_hnsw_%'`,
    );
    expect(indexes).toEqual([{ valid: true }]);
    const plan = await query(
      `EXPLAIN SELECT chunk_id FROM chunk_vectors WHERE generation_id = '${generation.id}'
       ORDER BY embedding::halfvec(32) <#> $1::halfvec(32) LIMIT 10`,
      [`[${entries[0].vector.join(',')}]`],
    );
    expect(JSON.stringify(plan)).toContain('chunk_vectors_hnsw_');
    const found = await store.nearest(generation, entries[42].vector, 10);
    expect(found[0].chunkId).toBe(entries[42].chunkId);
    await store.drop(generation);
    expect(
      await query('SELECT 1 FROM pg_index WHERE indexrelid::regclass::text LIKE $1', ['%hnsw%']),
    ).toEqual([]);
    await close();
  });
});

describe('pinecone', () => {
  let harness: Awaited<ReturnType<typeof openPinecone>>;
  beforeAll(async () => (harness = await openPinecone()));
  afterAll(() => harness.close());

  const fill = async (count: number) => {
    const generation = generationOf('pinecone');
    const entries = Array.from({ length: count }, () => ({
      chunkId: newId(),
      documentId: newId(),
      vector: randomUnit(),
    }));
    await harness.store.upsert(generation, entries);
    const space = harness.stub.namespaces.get(generation.id)!;
    return { generation, entries, space };
  };

  it('should keep each generation in a namespace of its own, with the document beside each vector', async () => {
    const { entries, space } = await fill(250);
    expect(space.size).toBe(250);
    const { documentId, chunkId } = entries[0];
    expect(space.get(`${documentId}#${chunkId}`)?.metadata).toMatchObject({ documentId });
  });

  it('should repair drift both ways, and leave alone what may only not be visible yet', async () => {
    const { generation, entries, space } = await fill(230);
    const [lost, fresh] = entries;
    for (const { documentId, chunkId } of [lost, fresh]) space.delete(`${documentId}#${chunkId}`);
    await harness.query(
      `UPDATE chunk_vectors SET created_at = now() - interval '1 hour' WHERE chunk_id = $1`,
      [lost.chunkId],
    );
    space.set(`${newId()}#${newId()}`, { values: [...randomUnit()], metadata: {} });
    expect(await harness.store.reconcile(generation)).toEqual({ lost: 1, stray: 1 });
    expect(space.size).toBe(228);
    const [{ count }] = await harness.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM chunk_vectors WHERE generation_id = $1',
      [generation.id],
    );
    expect(count).toBe(229);
  });

  it('should note nothing when writing fails, and never quote the service', async () => {
    const generation = generationOf('pinecone');
    harness.stub.failing = 401;
    const failed = await harness.store
      .upsert(generation, [{ chunkId: newId(), documentId: newId(), vector: randomUnit() }])
      .catch((error: unknown) => error);
    harness.stub.failing = undefined;
    expect(failed).toMatchObject({ code: 'retrieval.store_failed', params: { status: 401 } });
    expect(JSON.stringify(failed, Object.getOwnPropertyNames(failed))).not.toContain('key-of-pinecone');
    expect(
      await harness.query('SELECT 1 FROM chunk_vectors WHERE generation_id = $1', [generation.id]),
    ).toEqual([]);
  });
});
