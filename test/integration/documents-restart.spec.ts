import { TextExtraction } from '../../src/documents/application/ports/text-extraction.port.js';
import { unique } from '../factories/unique.js';
import { FakeTextExtraction } from '../fakes/fake-text.extraction.js';
import { DocumentRoom } from '../support/document-room.js';
import { createTestDatabase, type TestDatabase, withClient } from '../support/postgres.js';
import { startTestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';

describe('documents over a restart', () => {
  let database: TestDatabase;

  beforeAll(async () => (database = await createTestDatabase()));
  afterAll(() => database.drop());

  const start = (extraction: FakeTextExtraction) =>
    startTestApp({
      databaseUrl: database.url,
      override: (builder) => builder.overrideProvider(TextExtraction).useValue(extraction),
    });
  const row = (id: string) =>
    withClient(database.url, async (client) => {
      const { rows } = await client.query('SELECT status, attempt, stage FROM documents WHERE id = $1', [id]);
      return rows[0];
    });

  it('hand a reading back when the server stops, and finish it after the next start', async () => {
    const extraction = new FakeTextExtraction();
    extraction.batchSize = 1;
    const release = extraction.hold(1);
    const first = await start(extraction);
    const room = await DocumentRoom.open(first);
    const { id } = await room.add('a.txt', 'The kettle is blue.\n\nThe lamp is red.');
    await waitFor('the reading to be under way', () => extraction.waiting === 1);
    await first.app.close();
    release();
    expect(await row(id)).toEqual({ status: 'queued', attempt: null, stage: null });
    expect((await room.indexRows(id)).staged).toBe(0);

    const second = await startTestApp({
      databaseUrl: database.url,
      env: { DATA_DIR: first.config.dataDir },
      override: (builder) => builder.overrideProvider(TextExtraction).useValue(new FakeTextExtraction()),
    });
    await waitFor('the document to be ready', async () => (await row(id)).status === 'ready');
    expect(await room.indexRows(id)).toEqual({ chunks: 2, lexemes: 2, staged: 0 });
    await second.close();
  });

  it('find a document whose event died with the process', async () => {
    const before = await start(new FakeTextExtraction());
    const room = await DocumentRoom.open(before);
    const { id } = await room.add(`${unique('a')}.txt`, 'The kettle is blue.');
    await room.ready(id);
    await before.app.close();
    // As a kill between the commit and the job would leave it: a waiting row, nothing in the queue.
    await withClient(database.url, (client) =>
      client.query(`UPDATE documents SET status = 'queued', version = gen_random_uuid() WHERE id = $1`, [id]),
    );
    const after = await startTestApp({
      databaseUrl: database.url,
      env: { DATA_DIR: before.config.dataDir },
      override: (builder) => builder.overrideProvider(TextExtraction).useValue(new FakeTextExtraction()),
    });
    await waitFor('the document to be ready', async () => (await row(id)).status === 'ready');
    await after.close();
  });
});
