import { newId } from '../../src/kernel/id.js';
import { VectorIndex } from '../../src/retrieval/index.js';
import { AddIndexState1763600510000 } from '../../src/retrieval/infrastructure/migrations/1763600510000-add-index-state.migration.js';
import { CreateIndex1763600300000 } from '../../src/retrieval/infrastructure/migrations/1763600300000-create-index.migration.js';
import { CreateVectors1763600541000 } from '../../src/retrieval/infrastructure/migrations/1763600541000-create-vectors.migration.js';
import {
  createEmptyDatabase,
  createTestDatabase,
  type TestDatabase,
  withClient,
} from '../support/postgres.js';
import { RetrievalFixture } from './retrieval.fixture.js';

describe('a server that does not let us create extensions', () => {
  const role = `plain_${newId().replaceAll('-', '')}`;
  let database: TestDatabase;
  let retrieval: RetrievalFixture;

  beforeAll(async () => {
    database = await createEmptyDatabase();
    await withClient(database.url, async (admin) => {
      await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'plain'`);
      await admin.query(`GRANT ALL ON SCHEMA public TO ${role}`);
    });
    const url = new URL(database.url);
    url.username = role;
    url.password = 'plain';
    retrieval = await RetrievalFixture.open(url.href);
    const runner = retrieval.database.dataSource.createQueryRunner();
    for (const migration of [
      new CreateIndex1763600300000(),
      new AddIndexState1763600510000(),
      new CreateVectors1763600541000(),
    ])
      await migration.up(runner);
    await runner.release();
  });

  afterAll(async () => {
    await retrieval.close();
    await withClient(database.url, async (admin) => {
      await admin.query(`DROP OWNED BY ${role}`);
      await admin.query(`DROP ROLE ${role}`);
    });
    await database.drop();
  });

  it('should have neither extension', async () => {
    const rows = await retrieval.database.query(
      "SELECT extname FROM pg_extension WHERE extname IN ('btree_gin', 'pg_trgm')",
    );
    expect(rows).toEqual([]);
  });

  it('should search, keep bots apart and mend typing mistakes all the same', async () => {
    const [a, b] = [newId(), newId()];
    await retrieval.add(a, ['Customers may cancel a subscription online at any time.']);
    await retrieval.add(b, ['The other tenant has a subscription to a secret magazine.']);
    for (const folded of [false, true]) {
      if (folded) await retrieval.transactions.run(() => retrieval.store.foldStatistics(a));
      expect(await retrieval.find(a, 'subscrption cancle')).toEqual([
        'Customers may cancel a subscription online at any time.',
      ]);
    }
    expect(await retrieval.find(a, 'secret magazine')).toEqual([]);
  });

  it('should take its tables away again', async () => {
    const runner = retrieval.database.dataSource.createQueryRunner();
    await new CreateVectors1763600541000().down(runner);
    await new CreateIndex1763600300000().down(runner);
    const tables = await retrieval.database.query("SELECT 1 FROM pg_tables WHERE schemaname = 'public'");
    expect(tables).toEqual([]);
    await runner.release();
  });
});

/** Answers with chunk ids given beforehand, or fails, or hangs. */
class ScriptedVectorIndex extends VectorIndex {
  readonly enabled = true;
  answer: () => Promise<{ chunkId: string; score: number }[]> = () => Promise.resolve([]);

  async embed(): Promise<null> {
    return null;
  }

  async upsert(): Promise<void> {}

  query(): Promise<{ chunkId: string; score: number }[]> {
    return this.answer();
  }

  changed(): void {}
}

describe('a vector index beside the keywords', () => {
  const vectors = new ScriptedVectorIndex();
  let database: TestDatabase;
  let retrieval: RetrievalFixture;

  beforeAll(async () => {
    database = await createTestDatabase();
    retrieval = await RetrievalFixture.open(database.url, vectors);
  });

  afterAll(async () => {
    await retrieval.close();
    await database.drop();
  });

  const chunkOf = async (documentId: string) =>
    (await retrieval.writer.listChunks(documentId, { limit: 1 })).items[0].id;

  it('should fuse both lists and read what only the vectors found', async () => {
    const botId = newId();
    const words = await retrieval.add(botId, ['How to get your money back.']);
    const meaning = await retrieval.add(botId, ['Refunds are paid within thirty days.']);
    const foreign = await retrieval.add(newId(), ['Refunds of another tenant.']);
    const ids = {
      words: await chunkOf(words),
      meaning: await chunkOf(meaning),
      foreign: await chunkOf(foreign),
    };
    vectors.answer = () =>
      Promise.resolve([
        { chunkId: ids.meaning, score: 0.9 },
        { chunkId: ids.foreign, score: 0.8 },
        { chunkId: newId(), score: 0.7 },
        { chunkId: ids.words, score: 0.6 },
      ]);
    const { items } = await retrieval.search.search({ botId, text: 'get my money back', topK: 5 });
    expect(items.map(({ documentId }) => documentId)).toEqual([words, meaning]);
    expect(items[0]).toMatchObject({ lexicalRank: 1, vectorRank: 4 });
    expect(items[1]).toMatchObject({ vectorRank: 1, score: 0.5 });
    expect(items[1].lexicalRank).toBeUndefined();
  });

  it('should not show what was deleted because this process remembers it and the store does, too', async () => {
    const botId = newId();
    const [gone, stays] = [
      await retrieval.add(botId, ['The kettle has a warranty of three years.']),
      await retrieval.add(botId, ['Descale the kettle monthly.']),
    ];
    const ids = [await chunkOf(gone), await chunkOf(stays)];
    vectors.answer = () => Promise.resolve(ids.map((chunkId) => ({ chunkId, score: 0.9 })));
    const find = async () =>
      (await retrieval.search.search({ botId, text: 'how long is it guaranteed', topK: 5 })).items.map(
        ({ documentId }) => documentId,
      );
    expect(await find()).toEqual([gone, stays]);
    await retrieval.remove(botId, gone);
    expect(await find()).toEqual([stays]);
  });

  it.each([
    ['failed', () => Promise.reject(new Error('the provider is down'))],
    ['late', () => new Promise<never>(() => undefined)],
  ])('should answer by keywords alone when the vector half is %s, and count it', async (outcome, answer) => {
    const botId = newId();
    await retrieval.add(botId, ['How to get your money back.']);
    vectors.answer = answer;
    const found = await retrieval.search.search({ botId, text: 'get my money back', topK: 5 });
    expect(found).toMatchObject({ items: [{ score: 1 }], vectors: outcome });
    expect(found.tookMs).toBeLessThan(5_000);
    expect(retrieval.metrics.text()).toContain(`kyrochat_search_vectors_total{outcome="${outcome}"} 1`);
  });

  it('should not ask for what counts for nothing', async () => {
    const botId = newId();
    await retrieval.add(botId, ['How to get your money back.']);
    vectors.answer = () => Promise.reject(new Error('nobody may ask'));
    const found = await retrieval.search.search({ botId, text: 'money', topK: 5, vectorWeight: 0 });
    expect(found).toMatchObject({ items: [{ score: 1 }], vectors: 'off' });
  });

  it('should let meaning alone decide where the bot wants it so', async () => {
    const botId = newId();
    const words = await retrieval.add(botId, ['How to get your money back.']);
    const meaning = await retrieval.add(botId, ['Refunds are paid within thirty days.']);
    const [byWords, byMeaning] = [await chunkOf(words), await chunkOf(meaning)];
    vectors.answer = () =>
      Promise.resolve([
        { chunkId: byMeaning, score: 0.9 },
        { chunkId: byWords, score: 0.6 },
      ]);
    const found = await retrieval.search.search({ botId, text: 'money back', topK: 5, vectorWeight: 1 });
    expect(found.items.map(({ documentId }) => documentId)).toEqual([meaning, words]);
    expect(found.vectors).toBe('used');
  });
});
