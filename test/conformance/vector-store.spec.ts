import { DataSource, type QueryRunner } from 'typeorm';

import { newId } from '../../src/kernel/id.js';
import { dataSourceOptions } from '../../src/platform/database/data-source-options.js';
import { Database, type TransactionRunner } from '../../src/platform/database/index.js';
import { PostgresTransactionRunner } from '../../src/platform/database/transaction-runner.js';
import type { VectorGeneration } from '../../src/retrieval/domain/vector-generation.js';
import { RememberedSigns } from '../../src/retrieval/infrastructure/exact/remembered-signs.js';
import { ExactVectorStore } from '../../src/retrieval/infrastructure/exact-vector.store.js';
import { CreateVectors1763600541000 } from '../../src/retrieval/infrastructure/migrations/1763600541000-create-vectors.migration.js';
import { NumberVectors1763621200000 } from '../../src/retrieval/infrastructure/migrations/1763621200000-number-vectors.migration.js';
import { SpreadVectors1763621210000 } from '../../src/retrieval/infrastructure/migrations/1763621210000-spread-vectors.migration.js';
import { offerPgvector, PgvectorStore } from '../../src/retrieval/infrastructure/pgvector.store.js';
import { PineconeVectorStore } from '../../src/retrieval/infrastructure/pinecone-vector.store.js';
import { PostgresVectorGenerationRepository } from '../../src/retrieval/infrastructure/postgres-vector-generation.repository.js';
import { startPglite } from '../support/pglite.js';
import { createTestDatabase } from '../support/postgres.js';
import { PineconeServer } from '../support/stubs/pinecone-server.js';
import {
  describeVectorStore,
  insertGeneration,
  randomUnit,
  type VectorStoreHarness,
} from './vector-store.conformance.js';

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
  for (const migration of [
    new CreateVectors1763600541000(),
    new NumberVectors1763621200000(),
    new SpreadVectors1763621210000(),
  ])
    await migration.up({ query } as unknown as QueryRunner);
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

/** Remembers every generation, however small. */
function rememberingStore(database: Database, transactions: TransactionRunner, most?: number) {
  return new ExactVectorStore(database, transactions, new RememberedSigns(database, 0, most));
}

describeVectorStore('exact, remembered', async () => {
  const { database, transactions, ...rest } = await openPostgres();
  return { store: rememberingStore(database, transactions), ...rest };
});

describe('sign bits in memory', () => {
  let postgres: Awaited<ReturnType<typeof openPostgres>>;
  let scanning: ExactVectorStore;
  /** Of another process. */
  let writing: ExactVectorStore;
  let remembering: ExactVectorStore;
  let statements: string[];
  beforeAll(async () => {
    postgres = await openPostgres();
    const { database, transactions } = postgres;
    statements = [];
    const watched = {
      query: (sql: string, ...rest: [unknown[]?, object?]) => {
        statements.push(sql);
        return database.query(sql, ...rest);
      },
    } as Database;
    scanning = new ExactVectorStore(database, transactions, new RememberedSigns(database, Infinity));
    writing = new ExactVectorStore(database, transactions);
    remembering = rememberingStore(watched, transactions);
  });
  afterAll(() => postgres.close());

  const entries = (count: number) =>
    Array.from({ length: count }, () => ({ chunkId: newId(), documentId: newId(), vector: randomUnit() }));
  const scanned = () => statements.some((sql) => sql.includes('ORDER BY bit_count'));

  async function filled(count: number) {
    const generation = generationOf('exact');
    await insertGeneration(postgres.query, generation);
    const own = entries(count);
    for (let i = 0; i < count; i += 500) await writing.upsert(generation, own.slice(i, i + 500));
    return { generation, own };
  }

  /** Resolves when the vectors are written by a transaction that ends with `commit`. */
  async function writeSlowly(generation: VectorGeneration, vectors: ReturnType<typeof entries>) {
    let commit!: () => void;
    let written!: () => void;
    const writtenSoon = new Promise<void>((resolve) => (written = resolve));
    const transaction = postgres.transactions.run(async () => {
      await writing.upsert(generation, vectors);
      written();
      await new Promise<void>((resolve) => (commit = resolve));
    });
    await writtenSoon;
    return { commit, transaction };
  }

  /** Asks until the answer comes from memory, and compares it with what PostgreSQL finds. */
  async function agree(generation: VectorGeneration, question = randomUnit(), most = 20): Promise<string[]> {
    for (let asked = 0; ; asked++) {
      statements.length = 0;
      const remembered = await remembering.nearest(generation, question, most);
      expect(remembered).toEqual(await scanning.nearest(generation, question, most));
      if (!scanned()) return remembered.map(({ chunkId }) => chunkId);
      if (asked === 200) throw new Error('never remembered');
    }
  }

  it('should find what PostgreSQL finds, and at once what another process writes and deletes', async () => {
    const { generation, own } = await filled(100);
    await agree(generation);
    const [fresh] = entries(1);
    await writing.upsert(generation, [fresh]);
    expect((await agree(generation, fresh.vector))[0]).toBe(fresh.chunkId);
    // The same passage somewhere else.
    await writing.upsert(generation, [{ ...own[0], vector: fresh.vector.map((x) => -x) }]);
    await agree(generation, fresh.vector);
    await postgres.query('DELETE FROM chunk_vectors WHERE chunk_id = $1', [fresh.chunkId]);
    expect(await agree(generation, fresh.vector)).not.toContain(fresh.chunkId);
    // Most of what would be found is gone: what is left is found nevertheless.
    const left = own.slice(-10).map(({ chunkId }) => chunkId);
    await postgres.query('DELETE FROM chunk_vectors WHERE NOT chunk_id = ANY ($1)', [left]);
    expect((await agree(generation)).sort()).toEqual([...left].sort());
  });

  it('should not miss what a slow transaction writes', async () => {
    const { generation } = await filled(50);
    const [slow, quick] = entries(2);
    const { commit, transaction } = await writeSlowly(generation, [slow]);
    await writing.upsert(generation, [quick]);
    expect((await agree(generation, quick.vector))[0]).toBe(quick.chunkId);
    expect(await agree(generation, slow.vector)).not.toContain(slow.chunkId);
    commit();
    await transaction;
    expect((await agree(generation, slow.vector))[0]).toBe(slow.chunkId);
  });

  it('should begin anew when the mean has changed, and with it every bit', async () => {
    const { generation, own } = await filled(1_500);
    await agree(generation, own[7].vector, 1);
    await writing.settle(generation);
    expect(await agree(generation, own[7].vector, 1)).toEqual([own[7].chunkId]);
  });

  it('should keep nothing of what is being written while the generation is deleted', async () => {
    const { generation } = await filled(1);
    const generations = new PostgresVectorGenerationRepository(postgres.database, postgres.transactions);
    const { commit, transaction } = await writeSlowly(generation, entries(3));
    await writing.drop(generation);
    const deleted = generations.delete(generation.id);
    commit();
    await Promise.all([transaction, deleted]);
    expect(
      await postgres.query('SELECT 1 FROM chunk_vectors WHERE generation_id = $1', [generation.id]),
    ).toEqual([]);
  });

  it('should not take all for new after a restore into a database that counts transactions anew', async () => {
    const { generation, own } = await filled(40);
    await postgres.query(
      'UPDATE chunk_vectors SET written_by = txid_current() + 1000000 WHERE generation_id = $1',
      [generation.id],
    );
    await writing.settle(generation);
    expect(
      await postgres.query(
        'SELECT 1 FROM chunk_vectors WHERE generation_id = $1 AND written_by > txid_current()',
        [generation.id],
      ),
    ).toEqual([]);
    expect((await agree(generation, own[3].vector))[0]).toBe(own[3].chunkId);
  });

  it('should leave to PostgreSQL what is larger than its room', async () => {
    const { generation } = await filled(50);
    const { database, transactions } = postgres;
    const cramped = rememberingStore(database, transactions, 1_000);
    const question = randomUnit();
    for (let i = 0; i < 3; i++) {
      expect(await cramped.nearest(generation, question, 5)).toEqual(
        await scanning.nearest(generation, question, 5),
      );
    }
  });
});

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
    await insertGeneration(query, generation);
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
    await insertGeneration(harness.query, generation);
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
