import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { newId } from '../../src/kernel/id.js';
import { SearchService } from '../../src/retrieval/application/search.service.js';
import { AnalysedChunks } from '../../src/retrieval/application/analysed-chunks.js';
import { MeaningSearch } from '../../src/retrieval/application/meaning-search.service.js';
import { NoVectorIndex } from '../../src/retrieval/infrastructure/no-vector.index.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { RetrievalFixture } from './retrieval.fixture.js';

/** Sections of our own documentation: real text with common and rare words. */
const SECTIONS = ['operating', 'documents', 'chat', 'retrieval', 'configuration'].flatMap((name) =>
  readFileSync(join(import.meta.dirname, `../../docs/${name}.md`), 'utf8')
    .split(/\n\n+/)
    .filter((text) => text.length > 40),
);
const QUESTIONS = [
  'How is a document deleted?',
  'What happens when the database is down?',
  'How large may an uploaded file be?',
  'Which typing mistakes does the serch correct?',
  'PostgreSQL queue Redis',
  'the of and',
  'zzzz qqqq',
];

describe('what the search remembers of a small bot', () => {
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

  /** Asked without a memory, and so that all of it comes from PostgreSQL. */
  async function asked(botId: string, text: string) {
    const search = new SearchService(
      retrieval.postgres,
      new AnalysedChunks(retrieval.postgres),
      new MeaningSearch(new NoVectorIndex(), retrieval.metrics),
    );
    return (await search.search({ botId, text, topK: 20 })).items;
  }

  const remembered = async (botId: string, text: string) =>
    (await retrieval.search.search({ botId, text, topK: 20 })).items;

  it('gives the same passages, scores and coverage as PostgreSQL, through every change of the index', async () => {
    const botId = newId();
    const documents: string[] = [];
    for (let round = 0; round < 4; round++) {
      const texts = SECTIONS.filter((_, i) => i % 4 === round);
      documents.push(await retrieval.add(botId, texts, { title: `Part ${round}` }));
      if (round === 1) await retrieval.transactions.run(() => retrieval.store.foldStatistics(botId));
      if (round === 2) await retrieval.remove(botId, documents[0]);
      if (round === 3) await retrieval.writer.rebuildStatistics(botId);
      for (const question of QUESTIONS) {
        const expected = await asked(botId, question);
        for (const time of ['first', 'second', 'third']) {
          expect([time, await remembered(botId, question)]).toEqual([time, expected]);
        }
      }
      expect((await asked(botId, QUESTIONS[0])).length).toBeGreaterThan(1);
    }
  });

  it('asks only for the state of the index when all words are known', async () => {
    const botId = newId();
    await retrieval.add(botId, ['Customers may cancel a subscription online.', 'The office opens at nine.']);
    for (let i = 0; i < 3; i++) await retrieval.find(botId, 'cancel a subscription');
    retrieval.statements = 0;
    expect(await retrieval.find(botId, 'cancel a subscription')).toHaveLength(1);
    expect(retrieval.statements).toBe(1);
  });

  it('does not remember of a word that it was skipped among too many', async () => {
    const botId = newId();
    await retrieval.add(botId, ['The gingerbread is baked in the morning.']);
    const gibberish = [...'bcfghjklmnpq'].map((letter) => `marmala${letter}`);
    for (let i = 0; i < 3; i++) await retrieval.find(botId, [...gibberish, 'gingerbraed'].join(' '));
    expect(await retrieval.find(botId, 'Where is the gingerbraed?')).toHaveLength(1);
  });

  it('forgets a document the moment its removal has committed', async () => {
    const botId = newId();
    const gone = await retrieval.add(botId, ['The code word is heliotrope.']);
    await retrieval.add(botId, ['The office opens at nine.']);
    for (let i = 0; i < 3; i++) expect(await retrieval.find(botId, 'heliotrope')).toHaveLength(1);
    await retrieval.transactions.run(async () => {
      await retrieval.writer.remove(botId, [gone]);
      expect(await retrieval.find(botId, 'heliotrope')).toEqual([]);
    });
    expect(await retrieval.find(botId, 'heliotrope')).toEqual([]);
  });

  it('is true while documents come and go beside the searches', async () => {
    const botId = newId();
    await retrieval.add(botId, SECTIONS.slice(0, 20));
    let stop = false;
    const writing = (async () => {
      for (let i = 0; !stop; i++) {
        const id = await retrieval.add(botId, [`Fact ${i}: marker number ${i} about uploads.`]);
        if (i % 3 === 0) await retrieval.transactions.run(() => retrieval.store.foldStatistics(botId));
        if (i % 2 === 0) await retrieval.remove(botId, id);
      }
    })();
    await Promise.all(
      Array.from({ length: 40 }, (_, i) => remembered(botId, QUESTIONS[i % QUESTIONS.length])),
    );
    stop = true;
    await writing;
    for (const question of [...QUESTIONS, 'marker number uploads']) {
      const expected = await asked(botId, question);
      for (let i = 0; i < 3; i++) expect(await remembered(botId, question)).toEqual(expected);
    }
  });
});
