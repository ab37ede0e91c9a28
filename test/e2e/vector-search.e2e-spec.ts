import { VectorIndexes } from '../../src/retrieval/index.js';
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

  it('should answer by keywords while the provider is down', async () => {
    const { id } = await room.add('opening.txt', 'The museum opens at nine in the morning.');
    await room.ready(id);
    provider.misbehave = (_, response) => {
      send(response, 401, { error: { message: 'no' } });
      return true;
    };
    const [hit] = await search('when does the museum open in the morning');
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
  let indexes: VectorIndexes;

  beforeAll(async () => {
    provider = await EmbeddingServer.start();
    const OPENAI_BASE_URL = `${provider.url}/v1`;
    server = await startTestApp({
      env: { OPENAI_BASE_URL, EMBEDDING_MODEL: 'openai:words:64', EMBEDDING_PRICE: '2' },
    });
    room = await DocumentRoom.open(server);
    indexes = server.app.get(VectorIndexes, { strict: false });
    const { id } = await room.add('pier.txt', 'The ferry leaves from the northern pier.');
    await room.ready(id);
  });
  afterAll(async () => {
    room.close();
    await server.close();
    await provider.close();
  });

  const bot = () => ({ workspaceId: room.user.workspaceId, botId: room.bot.id });
  const states = async () =>
    Object.fromEntries((await indexes.list(room.bot.id)).map(({ model, state }) => [model, state]));
  const rankedByMeaning = async () => {
    const answer = await room.user.api.post(`/bots/${room.bot.id}/search`, { query: 'northern pier' });
    return answer.body.items[0].vectorRank as number | undefined;
  };
  const untilStates = (expected: Record<string, string>) =>
    waitFor(`the indexes to be ${JSON.stringify(expected)}`, async () =>
      JSON.stringify(Object.entries(await states()).sort()) ===
      JSON.stringify(Object.entries(expected).sort())
        ? true
        : undefined,
    );

  it('should be built beside the old one, which answers, and can be cancelled', async () => {
    provider.misbehave = ({ dimensions }, response) => {
      if (dimensions !== 32) return false;
      send(response, 401, { error: { message: 'not this one' } });
      return true;
    };
    const building = await indexes.build(bot(), { model: 'openai:words:32' });
    expect(building).toMatchObject({ total: 1, done: 0, tokensLeft: 10, costLeft: 0.00002 });
    await expect(indexes.build(bot(), { model: 'openai:words:16' })).rejects.toMatchObject({
      code: 'retrieval.index_building',
    });
    await waitFor('the failure to be told', async () =>
      (await indexes.list(room.bot.id)).some(({ error }) => error === 'ai.provider_config')
        ? true
        : undefined,
    );
    expect(await rankedByMeaning()).toBe(1);
    await indexes.cancel(room.bot.id);
    await indexes.cancel(room.bot.id);
    expect(await states()).toEqual({ 'openai:words:64': 'active' });
  });

  it('should take over when it is complete, and be left again', async () => {
    provider.misbehave = () => false;
    await expect(indexes.switchBack(room.bot.id)).rejects.toMatchObject({
      code: 'retrieval.no_previous_index',
    });
    await indexes.build(bot(), { model: 'openai:words:32' });
    await untilStates({ 'openai:words:32': 'active', 'openai:words:64': 'previous' });
    expect(await rankedByMeaning()).toBe(1);
    const { id } = await room.add('since.txt', 'The northern lighthouse was painted since.');
    await room.ready(id);
    await indexes.switchBack(room.bot.id);
    expect(await states()).toEqual({ 'openai:words:32': 'previous', 'openai:words:64': 'active' });
    await waitFor('what came in since to get its vectors', async () => {
      const own = await indexes.list(room.bot.id);
      return own.every(({ total, done }) => total === 2 && done === 2) ? true : undefined;
    });
    expect(await rankedByMeaning()).toBe(1);
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
