import { newId } from '../../src/kernel/id.js';
import { decodeCursor } from '../../src/kernel/page.js';
import { CHUNK_LIST } from '../../src/retrieval/index.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { chunksOf, RetrievalFixture } from './retrieval.fixture.js';

const TABLES = [
  'chunks',
  'chunk_lexemes',
  'staged_chunks',
  'indexed_documents',
  'index_deltas',
  'index_totals',
  'lexeme_stats',
];

describe('IndexWriter', () => {
  let database: TestDatabase;
  let retrieval: RetrievalFixture;

  beforeAll(async () => {
    database = await createTestDatabase();
    retrieval = await RetrievalFixture.open(database.url);
  });

  afterAll(async () => {
    await retrieval.close();
    await database.drop();
  });

  it('should show a version when its transaction commits, not before, and never when it rolls back', async () => {
    const botId = newId();
    const documentId = await retrieval.add(botId, ['The old opening hours are nine to five.']);
    const next = retrieval.target(botId, documentId);
    await retrieval.writer.stage(next, chunksOf(['The new opening hours are ten to six.']));
    expect(await retrieval.find(botId, 'opening hours')).toEqual(['The old opening hours are nine to five.']);
    const publish = (fail: boolean) =>
      retrieval.transactions.run(async () => {
        await retrieval.writer.publish(next, { title: 'Hours' });
        if (fail) throw new Error('no');
      });
    await expect(publish(true)).rejects.toThrow('no');
    expect(await retrieval.find(botId, 'opening hours')).toEqual(['The old opening hours are nine to five.']);
    await publish(false);
    expect(await retrieval.find(botId, 'opening hours')).toEqual(['The new opening hours are ten to six.']);
    expect(await retrieval.find(botId, 'nine to five')).toEqual([]);
    expect(await retrieval.count('chunks', botId)).toBe(1);
  });

  it('should let readers see exactly one version while versions are swapped', async () => {
    const botId = newId();
    const version = (n: number) => [
      `Tariff alpha number ${n}`,
      `Tariff beta number ${n}`,
      `Tariff gamma number ${n}`,
    ];
    const documentId = await retrieval.add(botId, version(0));
    let swapping = true;
    const seen = new Set<string>();
    const reader = async () => {
      while (swapping) {
        const found = await retrieval.find(botId, 'tariff number');
        const versions = new Set(found.map((text) => text.split(' ').at(-1)));
        // The texts are read after the ranking: of a version that is swapped away in between nothing is left.
        if (found.length > 0) expect([found.length, versions.size]).toEqual([3, 1]);
        versions.forEach((v) => seen.add(v!));
      }
    };
    const readers = [reader(), reader()];
    for (let n = 1; n <= 15; n++) await retrieval.add(botId, version(n), { documentId });
    swapping = false;
    await Promise.all(readers);
    expect(seen.size).toBeGreaterThan(1);
    expect(await retrieval.find(botId, 'tariff number')).toEqual(expect.arrayContaining(version(15)));
  });

  it('should leave nothing of attempts that died', async () => {
    const botId = newId();
    const documentId = newId();
    const dead = retrieval.target(botId, documentId);
    await retrieval.writer.stage(dead, chunksOf(['One of the dead attempt.', 'Two of the dead attempt.']));
    expect(await retrieval.find(botId, 'dead attempt')).toEqual([]);
    const next = retrieval.target(botId, documentId);
    await retrieval.writer.stage(next, chunksOf(['One of the next attempt.']));
    await retrieval.writer.stage(next, chunksOf(['One of the next attempt.']));
    const published = await retrieval.transactions.run(() => retrieval.writer.publish(next, { title: 'T' }));
    expect(published).toEqual({ chunkCount: 1 });
    expect(await retrieval.find(botId, 'attempt')).toEqual(['One of the next attempt.']);
    expect(await retrieval.count('staged_chunks', botId)).toBe(0);

    const discarded = retrieval.target(botId, documentId);
    await retrieval.writer.stage(discarded, chunksOf(['Three']));
    await retrieval.writer.discard(discarded);
    await retrieval.writer.discard(discarded);
    expect(await retrieval.count('staged_chunks', botId)).toBe(0);
  });

  it('should refuse to publish a version of which staged chunks are missing, and change nothing', async () => {
    const botId = newId();
    const documentId = await retrieval.add(botId, ['Kept as it was.']);
    const target = retrieval.target(botId, documentId);
    const publish = (chunkCount?: number) =>
      retrieval.transactions.run(() => retrieval.writer.publish(target, { title: 'T', chunkCount }));
    const incomplete = { code: 'retrieval.staging_incomplete', kind: 'unavailable' };
    await expect(publish()).rejects.toMatchObject(incomplete);
    await retrieval.writer.stage(target, chunksOf(['a', 'b', 'c']).slice(1));
    await expect(publish()).rejects.toMatchObject(incomplete);
    await retrieval.writer.stage(target, chunksOf(['a']));
    await expect(publish(4)).rejects.toMatchObject(incomplete);
    expect(await retrieval.find(botId, 'kept')).toEqual(['Kept as it was.']);
    await expect(publish(3)).resolves.toEqual({ chunkCount: 3 });
  });

  it('should find nothing of what was removed, and keep none of its words', async () => {
    const botId = newId();
    const kept = await retrieval.add(botId, ['This is what everybody likes: rhubarb crumble.']);
    const gone = await retrieval.add(botId, ['This is what nobody likes: turnip crumble canaryword.']);
    expect(await retrieval.find(botId, 'crumble')).toHaveLength(2);
    const waiting = retrieval.target(botId, gone);
    await retrieval.writer.stage(waiting, chunksOf(['A staged canaryword.']));
    await retrieval.remove(botId, gone);
    await retrieval.remove(botId, gone);
    for (const question of ['crumble', 'turnip', 'canaryword', 'canryword']) {
      expect(await retrieval.find(botId, question)).not.toContain(
        'This is what nobody likes: turnip crumble canaryword.',
      );
    }
    await retrieval.transactions.run(() => retrieval.store.foldStatistics(botId));
    const rows = await retrieval.database.query<{ lexeme: string }>(
      'SELECT lexeme FROM lexeme_stats WHERE bot_id = $1',
      [botId],
    );
    expect(rows.map(({ lexeme }) => lexeme).sort()).toEqual(['crumbl', 'everybodi', 'like', 'rhubarb']);
    expect(await retrieval.count('index_deltas', botId)).toBe(0);
    expect(await retrieval.count('staged_chunks', botId)).toBe(0);
    expect(await retrieval.count('indexed_documents', botId)).toBe(1);
    expect((await retrieval.writer.listChunks(kept, { limit: 10 })).items).toHaveLength(1);
  });

  it('should keep nothing of a bot whose documents were all removed', async () => {
    const botId = newId();
    const documentIds = [
      await retrieval.add(botId, ['One canary.']),
      await retrieval.add(botId, ['Ein Kanarienvogel.']),
    ];
    await retrieval.transactions.run(() => retrieval.store.foldStatistics(botId));
    await retrieval.remove(botId, ...documentIds);
    await retrieval.transactions.run(() => retrieval.store.foldStatistics(botId));
    for (const table of TABLES) expect([table, await retrieval.count(table, botId)]).toEqual([table, 0]);
  });

  it('should not remove a document of another bot', async () => {
    const [a, b] = [newId(), newId()];
    const documentId = await retrieval.add(a, ['Parsnips are roasted with honey.']);
    await retrieval.remove(b, documentId);
    expect(await retrieval.find(a, 'parsnips')).toHaveLength(1);
  });

  it('should leave nothing of a removed bot', async () => {
    const [botId, other] = [newId(), newId()];
    await retrieval.add(botId, ['First thing.', 'Second thing.']);
    await retrieval.add(other, ['Third thing.']);
    await retrieval.writer.stage(retrieval.target(botId), chunksOf(['Fourth thing.']));
    await retrieval.transactions.run(() => retrieval.store.foldStatistics(botId));
    await retrieval.add(botId, ['Fifth thing.']);
    await retrieval.writer.removeBot(botId);
    for (const table of TABLES) expect([table, await retrieval.count(table, botId)]).toEqual([table, 0]);
    expect(await retrieval.find(other, 'thing')).toEqual(['Third thing.']);
  });

  it('should keep statistics exact while many write to one bot', async () => {
    const botId = newId();
    const documents = Array.from({ length: 12 }, () => newId());
    const vocabulary = 'apple pear plum grape lemon melon mango peach cherry Kirsche 樱桃'.split(' ');
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const text = () =>
      Array.from({ length: 3 + random(20) }, () => vocabulary[random(vocabulary.length)]).join(' ');
    const locks = new Map<string, Promise<unknown>>();
    const step = (documentId: string): Promise<unknown> => {
      // As in the product, where the row lock of the document orders its changes.
      const work = (locks.get(documentId) ?? Promise.resolve()).then((): Promise<unknown> =>
        random(4) === 0
          ? retrieval.remove(botId, documentId)
          : retrieval.add(botId, Array.from({ length: 1 + random(5) }, text), { documentId }),
      );
      locks.set(documentId, work);
      return work;
    };
    const worker = async () => {
      for (let i = 0; i < 25; i++) {
        await step(documents[random(documents.length)]);
        if (i % 6 === 0) await retrieval.transactions.run(() => retrieval.store.foldStatistics(botId));
        if (i % 11 === 0) await retrieval.writer.rebuildStatistics(botId);
      }
    };
    await Promise.all(Array.from({ length: 6 }, worker));
    const kept = await retrieval.statistics(botId);
    await retrieval.transactions.run(() => retrieval.store.foldStatistics(botId));
    const folded = await retrieval.statistics(botId);
    expect(await retrieval.count('index_deltas', botId)).toBe(0);
    await retrieval.writer.rebuildStatistics(botId);
    const rebuilt = await retrieval.statistics(botId);
    expect(Object.keys(rebuilt.lexemes).length).toBeGreaterThan(5);
    expect(kept).toEqual(rebuilt);
    expect(folded).toEqual(rebuilt);
    const [{ n }] = await retrieval.database.query<{ n: string }>(
      'SELECT count(*) AS n FROM chunk_lexemes WHERE bot_id = $1',
      [botId],
    );
    const total = Object.values(rebuilt.totals).reduce((sum, value) => sum + Number(value.split(' ')[0]), 0);
    expect(total).toBe(Number(n));
  });

  it('should fold what a process left behind once the next one starts', async () => {
    const botId = newId();
    await retrieval.add(botId, ['Folded later on.']);
    const next = await RetrievalFixture.open(database.url);
    await next.folder.onApplicationBootstrap();
    const deadline = Date.now() + 10_000;
    while ((await next.count('index_deltas', botId)) > 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await next.count('index_deltas', botId)).toBe(0);
    await next.close();
    expect(await retrieval.find(botId, 'folded')).toEqual(['Folded later on.']);
  });

  it('should page through the chunks of a document in their order', async () => {
    const botId = newId();
    const texts = Array.from({ length: 25 }, (_, i) => `Passage ${i}`);
    const target = retrieval.target(botId);
    const chunks = chunksOf(texts);
    for (let i = 0; i < chunks.length; i += 10) await retrieval.writer.stage(target, chunks.slice(i, i + 10));
    await retrieval.transactions.run(() => retrieval.writer.publish(target, { title: 'Long' }));
    const first = await retrieval.writer.listChunks(target.documentId, { limit: 20 });
    const after = decodeCursor(CHUNK_LIST, first.nextCursor!);
    const second = await retrieval.writer.listChunks(target.documentId, { limit: 20, after });
    expect([...first.items, ...second.items].map(({ content }) => content)).toEqual(texts);
    expect(second.nextCursor).toBeNull();
    expect(first.items[3]).toMatchObject({
      ordinal: 3,
      page: 4,
      heading: [],
      botId,
      workspaceId: retrieval.workspaceId,
    });
  });

  it('should store text that PostgreSQL cannot hold without moving its offsets', async () => {
    const botId = newId();
    const documentId = await retrieval.add(botId, ['Broken\u0000text with \ud800 half a pair 😀.']);
    const { items } = await retrieval.writer.listChunks(documentId, { limit: 1 });
    expect(items[0].content).toBe('Broken\ufffdtext with \ufffd half a pair 😀.');
    expect(await retrieval.find(botId, 'broken')).toHaveLength(1);
  });

  it('should publish a document of 5,000 chunks within seconds', async () => {
    const botId = newId();
    const target = retrieval.target(botId);
    const word = (n: number) => `term${(n * 7919) % 4001}`;
    const distinct = Array.from({ length: 250 }, (_, i) =>
      Array.from({ length: 120 }, (_, k) => word(i * 31 + k * k)).join(' '),
    );
    const texts = Array.from({ length: 5_000 }, (_, i) => distinct[i % distinct.length]);
    const chunks = chunksOf(texts);
    for (let i = 0; i < chunks.length; i += 250)
      await retrieval.writer.stage(target, chunks.slice(i, i + 250));
    const started = performance.now();
    await retrieval.transactions.run(() =>
      retrieval.writer.publish(target, { title: 'Big', chunkCount: 5_000 }),
    );
    expect(performance.now() - started).toBeLessThan(15_000);
    await retrieval.transactions.run(() => retrieval.store.foldStatistics(botId));
    expect((await retrieval.find(botId, word(31))).length).toBeGreaterThan(0);
  }, 60_000);
});
