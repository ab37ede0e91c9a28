import { VectorKeeper } from '../../src/retrieval/application/vector-keeper.service.js';
import { DocumentRoom } from '../support/document-room.js';
import { EmbeddingServer, send } from '../support/stubs/embedding-server.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';

/** The whole product with an OpenAI-compatible embedding server, in a PostgreSQL without pgvector. */
describe('search by meaning', () => {
  let provider: EmbeddingServer;
  let server: TestApp;
  let room: DocumentRoom;

  beforeAll(async () => {
    provider = await EmbeddingServer.start();
    server = await startTestApp({
      env: { OPENAI_BASE_URL: `${provider.url}/v1`, EMBEDDING_MODEL: 'openai:words:64' },
    });
    room = await DocumentRoom.open(server);
  });
  afterAll(async () => {
    room.close();
    await server.close();
    await provider.close();
  });
  beforeEach(() => {
    provider.misbehave = () => false;
    provider.calls.length = 0;
  });

  interface Hit {
    documentId: string;
    lexicalRank?: number;
    vectorRank?: number;
  }
  const search = async (query: string) =>
    (await room.user.api.post(`/bots/${room.bot.id}/search`, { query })).body.items as Hit[];
  const vectors = async (documentId: string) => {
    const sql = 'SELECT 1 FROM chunk_vectors WHERE document_id = $1';
    return (await room.sql(sql, [documentId])).length;
  };

  it('should tell the ranks of both halves, from the first document on', async () => {
    const { id } = await room.add('refunds.txt', 'Refunds are paid within thirty days after the return.');
    await room.ready(id);
    const [hit] = await search('when are refunds paid');
    expect(hit).toMatchObject({ documentId: id, lexicalRank: 1, vectorRank: 1 });
    expect(await vectors(id)).toBe(1);
  });

  it('should take the vectors away with the document', async () => {
    const { id } = await room.add('gone.txt', 'The lighthouse keeper counts the ships at night.');
    await room.ready(id);
    expect(await vectors(id)).toBe(1);
    await room.user.api.delete(`/documents/${id}`);
    expect(await vectors(id)).toBe(0);
    expect((await search('lighthouse keeper')).map((hit) => hit.documentId)).not.toContain(id);
  });

  it('should take the whole index away with the bot', async () => {
    const other = await DocumentRoom.open(server);
    const { id } = await other.add('lamp.txt', 'The lamp is lit at dusk.');
    await other.ready(id);
    const generations = () => other.sql('SELECT 1 FROM vector_generations WHERE bot_id = $1', [other.bot.id]);
    expect(await generations()).toHaveLength(1);
    await other.user.api.delete(`/bots/${other.bot.id}`).expect(204);
    await waitFor('its passages to go', async () => (await vectors(id)) === 0);
    await server.app.get(VectorKeeper, { strict: false }).round();
    expect(await generations()).toEqual([]);
    other.close();
  });

  it('should answer by keywords while the provider is down', async () => {
    const { id } = await room.add('opening.txt', 'The museum opens at nine in the morning.');
    await room.ready(id);
    provider.misbehave = (_, response) => {
      send(response, 401, { error: { message: 'no' } });
      return true;
    };
    const { body } = await room.user.api.post(`/bots/${room.bot.id}/search`, {
      query: 'when does the museum open in the morning',
    });
    expect(body.vectors).toBe('failed');
    const [hit] = body.items as Hit[];
    expect(hit).toMatchObject({ documentId: id, lexicalRank: 1 });
    expect(hit.vectorRank).toBeUndefined();
  });

  it('should index a document without its vectors when the provider is down, and add them later', async () => {
    provider.misbehave = (_, response) => {
      send(response, 401, { error: { message: 'no' } });
      return true;
    };
    const { id } = await room.add('later.txt', 'Parcels are handed over at the garden gate.');
    await room.ready(id);
    expect(await vectors(id)).toBe(0);
    provider.misbehave = () => false;
    await server.app.get(VectorKeeper, { strict: false }).round();
    expect(await vectors(id)).toBe(1);
    expect((await search('garden gate parcels'))[0]).toMatchObject({ documentId: id, vectorRank: 1 });
  });

  it('should not pay again and again for the neighbours of a text that the model never takes', async () => {
    provider.misbehave = ({ texts }, response) => {
      if (!texts.some((text) => text.includes('unspeakable'))) return false;
      send(response, 400, { error: { message: 'not this one' } });
      return true;
    };
    const { id } = await room.add('poison.txt', 'The unspeakable word stands on the wall.');
    await room.ready(id);
    expect(await vectors(id)).toBe(0);
    const keeper = server.app.get(VectorKeeper, { strict: false });
    await keeper.round();
    provider.calls.length = 0;
    for (let i = 0; i < 30; i++) await keeper.round();
    expect(provider.calls.length).toBeGreaterThan(0);
    expect(provider.calls.length).toBeLessThan(15);
    await room.user.api.delete(`/documents/${id}`).expect(204);
  });

  it('should not pay again for a text that is read again', async () => {
    const { id } = await room.add('again.txt', 'The ferry leaves from the northern pier.');
    await room.ready(id);
    const paid = provider.calls.length;
    expect(paid).toBeGreaterThan(0);
    await room.user.api.post(`/documents/${id}/reprocess`);
    await waitFor('the document to be read again', async () => {
      const { status } = await room.document(id);
      return status === 'ready' ? true : undefined;
    });
    expect(provider.calls.length).toBe(paid);
    expect(await vectors(id)).toBe(1);
  });
});

describe('another embedding model for a bot', () => {
  let provider: EmbeddingServer;
  let server: TestApp;
  let room: DocumentRoom;
  let path: string;

  beforeAll(async () => {
    provider = await EmbeddingServer.start();
    const OPENAI_BASE_URL = `${provider.url}/v1`;
    server = await startTestApp({
      env: { OPENAI_BASE_URL, EMBEDDING_MODEL: 'openai:words:64', EMBEDDING_PRICE: '2' },
    });
    room = await DocumentRoom.open(server);
    path = `/bots/${room.bot.id}/index`;
    const { id } = await room.add('pier.txt', 'The ferry leaves from the northern pier.');
    await room.ready(id);
  });
  afterAll(async () => {
    room.close();
    await server.close();
    await provider.close();
  });

  interface Index {
    model: string;
    chunks: number;
    chunksDone: number;
    progress: number;
    error: string | null;
  }
  type Indexes = { state: string } & Record<'active' | 'building' | 'previous', Index | null>;
  const index = async () => (await room.user.api.get(path)).body as Indexes;
  const until = (what: string, found: (indexes: Indexes) => boolean) =>
    waitFor(what, async () => (found(await index()) ? true : undefined));
  const models = ({ active, building, previous }: Indexes) =>
    [active, building, previous].map((one) => one?.model.replace('openai:words:', '') ?? null);
  const rankedByMeaning = async () => {
    const answer = await room.user.api.post(`/bots/${room.bot.id}/search`, { query: 'northern pier' });
    return [answer.body.vectors, answer.body.items[0].vectorRank] as unknown[];
  };
  const audited = async () =>
    (
      await room.sql<{ action: string; detail: object }>(
        `SELECT action, detail FROM audit_events WHERE target_id = $1 AND action LIKE 'bot.index%' ORDER BY id`,
        [room.bot.id],
      )
    ).map(({ action, detail }) => [action, detail]);

  it('should tell what answers, what there is to choose, and what it would cost', async () => {
    expect(await index()).toMatchObject({
      botId: room.bot.id,
      state: 'ready',
      active: {
        model: 'openai:words:64',
        dimensions: 64,
        store: 'exact',
        chunks: 1,
        chunksDone: 1,
        progress: 100,
      },
      building: null,
      previous: null,
      tokens: 10,
      models: [{ id: 'openai:words:64', dimensions: 64, price: 2 }],
      stores: ['exact'],
    });
  });

  it('should do nothing for what answers already, and refuse what is not set up', async () => {
    const same = await room.user.api.post(path, { model: 'openai:words', dimensions: 64 });
    expect([same.status, models(same.body as Indexes)]).toEqual([202, ['64', null, null]]);
    const wrong = [
      [{ model: 'gemini:gemini-embedding-001' }, 'ai.model_unknown'],
      [{ model: 'openai:words:64', store: 'pinecone' }, 'retrieval.store_unknown'],
      [{ model: 'words' }, 'validation.failed'],
      [{ model: 'openai:words', dimensions: 5_000 }, 'validation.failed'],
    ] as const;
    for (const [body, code] of wrong) {
      expect((await room.user.api.post(path, body)).body).toMatchObject({ status: 422, code });
    }
    expect((await room.user.api.post(`${path}/switch-back`)).body).toMatchObject({
      status: 409,
      code: 'retrieval.no_previous_index',
    });
    expect(await audited()).toEqual([]);
  });

  it('should be built beside the old one, which answers, and can be cancelled', async () => {
    provider.misbehave = ({ dimensions }, response) => {
      if (dimensions !== 32) return false;
      send(response, 401, { error: { message: 'not this one' } });
      return true;
    };
    const begun = await room.user.api.post(path, { model: 'openai:words', dimensions: 32 });
    expect(begun.body).toMatchObject({
      building: { chunks: 1, chunksDone: 0, progress: 0, tokensLeft: 10, costLeft: 0.00002 },
    });
    const again = await room.user.api.post(path, { model: 'openai:words:32' });
    expect([again.status, models(again.body as Indexes)]).toEqual([202, ['64', '32', null]]);
    expect((await room.user.api.post(path, { model: 'openai:words:16' })).body).toMatchObject({
      status: 409,
      code: 'retrieval.index_building',
    });
    await until('the failure to be told', ({ building }) => building?.error === 'ai.provider_config');
    expect(await rankedByMeaning()).toEqual(['used', 1]);
    for (let i = 0; i < 2; i++) {
      expect((await room.user.api.delete(`${path}/build`)).status).toBe(204);
      expect(models(await index())).toEqual(['64', null, null]);
    }
    const target = { model: 'openai:words:32', store: 'exact' };
    expect(await audited()).toEqual([
      ['bot.index_begun', target],
      ['bot.index_cancelled', target],
    ]);
  });

  it('should take over when it is complete, be told live, and be left again', async () => {
    provider.misbehave = () => false;
    const { socket, received } = await room.socket();
    await socket.emitWithAck('documents:subscribe', { botId: room.bot.id });
    await room.user.api.post(path, { model: 'openai:words:32' });
    await until('the new index to answer', ({ active }) => active?.model === 'openai:words:32');
    expect(models(await index())).toEqual(['32', null, '64']);
    expect(await rankedByMeaning()).toEqual(['used', 1]);
    await waitFor('the new index to be told live', async () => {
      const news = received.filter(({ event }) => event === 'index:progress');
      return news.some(({ data }) => models(data as unknown as Indexes).join() === '32,,64')
        ? true
        : undefined;
    });
    const { id } = await room.add('since.txt', 'The northern lighthouse was painted since.');
    await room.ready(id);
    const back = await room.user.api.post(`${path}/switch-back`);
    expect([back.status, models(back.body as Indexes)]).toEqual([200, ['64', null, '32']]);
    await until(
      'what came in since to get its vectors',
      ({ active, previous }) => active?.chunksDone === 2 && previous?.chunksDone === 2,
    );
    expect(await rankedByMeaning()).toEqual(['used', 1]);
    expect((await audited()).map(([action]) => action)).toContain('bot.index_restored');
    // What was cancelled before leaves nothing behind.
    await waitFor('the vectors of the cancelled index to go', async () =>
      (await room.sql('SELECT DISTINCT generation_id FROM chunk_vectors')).length === 2 ? true : undefined,
    );
  });
});

describe('documents from before there was an embedding model', () => {
  it('should be embedded in the background, and answer by keywords until all of them are', async () => {
    const plain = await startTestApp();
    const before = await DocumentRoom.open(plain);
    const { id } = await before.add('old.txt', 'The orchard sells apples in October.');
    await before.ready(id);
    const provider = await EmbeddingServer.start();
    const server = await startTestApp({
      env: {
        OPENAI_BASE_URL: `${provider.url}/v1`,
        EMBEDDING_MODEL: 'openai:words:64',
        JWT_SECRET: plain.config.jwtSecret,
      },
      databaseUrl: plain.config.databaseUrl,
    });
    const generations = () => before.sql<{ state: string }>('SELECT state FROM vector_generations');
    await waitFor('the new index to answer', async () =>
      (await generations()).some(({ state }) => state === 'active') ? true : undefined,
    );
    expect(await before.sql('SELECT 1 FROM chunk_vectors WHERE document_id = $1', [id])).toHaveLength(1);
    before.close();
    await server.close();
    await plain.close();
    await provider.close();
  });
});
