import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { DocumentRoom } from '../support/document-room.js';
import { EventStream } from '../support/event-stream.js';
import { geminiEvents, GeminiServer } from '../support/stubs/gemini-server.js';
import { openAiEvents, OpenAiServer } from '../support/stubs/openai-server.js';
import { PineconeServer } from '../support/stubs/pinecone-server.js';
import { ProviderServer } from '../support/stubs/provider-server.js';
import { HANG } from '../support/stubs/stub-server.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';

const MANUAL = 'The kettle comes with a warranty of three years. Descale it monthly.';
const QUESTION = 'How long is the warranty of the kettle?';
const ANSWER = ['ANSWERED: yes\n', 'Three years', ' after the purchase', ' [1].', ''];
const SHOWN = 'Three years after the purchase [1].';

/** The variables of the first block below a heading of docs/models.md, comments taken off. */
async function variablesOf(heading: string): Promise<Record<string, string>> {
  const text = await readFile(join(__dirname, '../../docs/models.md'), 'utf8');
  const block = /```sh\n(?<lines>[^]+?)```/.exec(text.slice(text.indexOf(`### ${heading}\n`)));
  const lines = block!.groups!.lines.split('\n').flatMap((line) => {
    const pair = /^(?<name>\w+)=(?<value>\S*)/.exec(line)?.groups;
    return pair ? [[pair.name, pair.value] as const] : [];
  });
  return Object.fromEntries(lines);
}

interface SetUp {
  heading: string;
  model: string;
  /** What stands in for the addresses of the documentation. */
  addresses: () => Record<string, string>;
  events: (pieces: string[]) => string[];
  provider: () => ProviderServer<GeminiServer> | ProviderServer<OpenAiServer>;
  store: string;
}

let gemini: ProviderServer<GeminiServer>;
let openai: ProviderServer<OpenAiServer>;
let pinecone: PineconeServer;

beforeAll(async () => {
  gemini = await ProviderServer.start(new GeminiServer());
  openai = await ProviderServer.start(new OpenAiServer());
  pinecone = await PineconeServer.start();
});
afterAll(() => Promise.all([gemini.close(), openai.close(), pinecone.close()]));

const ofGemini = {
  model: 'gemini:gemini-2.5-flash',
  events: geminiEvents,
  provider: () => gemini,
};

const SET_UPS: SetUp[] = [
  {
    ...ofGemini,
    heading: 'Gemini, chat and embeddings',
    addresses: () => ({ GEMINI_BASE_URL: gemini.url }),
    store: 'exact',
  },
  {
    heading: 'Ollama, chat and embeddings',
    model: 'openai:qwen3:8b',
    addresses: () => ({ OPENAI_BASE_URL: `${openai.url}/v1` }),
    events: openAiEvents,
    provider: () => openai,
    store: 'exact',
  },
  {
    ...ofGemini,
    heading: 'Vectors in Pinecone',
    addresses: () => ({ GEMINI_BASE_URL: gemini.url, PINECONE_HOST: pinecone.url }),
    store: 'pinecone',
  },
];

describe.each(SET_UPS)('$heading', ({ heading, model, addresses, events, provider, store }) => {
  let app: TestApp;
  let room: DocumentRoom;
  let documentId: string;

  beforeAll(async () => {
    app = await startTestApp({ env: { ...(await variablesOf(heading)), ...addresses() } });
    room = await DocumentRoom.open(app);
  }, 60_000);
  afterAll(async () => {
    room.close();
    await app.close();
  });

  const ask = () =>
    EventStream.open(`${app.url}/api/v1/bots/${room.bot.id}/chat`, {
      method: 'POST',
      token: room.user.accessToken,
      body: { message: QUESTION },
    });
  const search = async () =>
    (await room.user.api.post(`/bots/${room.bot.id}/search`, { query: QUESTION })).body as {
      vectors: string;
      items: { documentId: string; lexicalRank?: number; vectorRank?: number }[];
    };
  const held = () =>
    store === 'pinecone'
      ? Promise.resolve([...pinecone.namespaces.values()].reduce((sum, space) => sum + space.size, 0))
      : room.sql('SELECT 1 FROM chunk_vectors').then((rows) => rows.length);

  it('should upload, and find by words and meaning', async () => {
    documentId = (await room.add('manual.txt', MANUAL)).id;
    await room.ready(documentId);
    expect(await search()).toMatchObject({
      vectors: 'used',
      items: [{ documentId, lexicalRank: 1, vectorRank: 1 }],
    });
    const { body } = await room.user.api.get(`/bots/${room.bot.id}/index`);
    expect(body).toMatchObject({ state: 'ready', active: { store, dimensions: 768, chunksDone: 1 } });
    expect(await held()).toBe(1);
  });

  it('should answer with sources', async () => {
    provider().chat.play({ steps: events(ANSWER) });
    const { event, data } = (await (await ask()).all()).at(-1)!;
    expect(event).toBe('completed');
    expect(data.message).toMatchObject({
      content: SHOWN,
      model,
      answered: true,
      citations: [{ documentId }],
    });
  });

  it('should stop, at the provider too', async () => {
    const steps = events(ANSWER);
    const upTo = steps.findIndex((step) => step.includes('Three years')) + 1;
    provider().chat.play({ steps: [...steps.slice(0, upTo), HANG] });
    const stream = await ask();
    await stream.until((all) => all.some(({ event }) => event === 'delta'));
    const { messageId } = stream.events[0].data;
    const { body } = await room.user.api.post(`/messages/${messageId}/stop`).expect(200);
    expect(body).toMatchObject({ status: 'stopped', content: 'Three years' });
    await provider().chat.left();
  });

  it('should resume where the connection was lost', async () => {
    provider().chat.play({ steps: events(ANSWER).flatMap((step) => [step, { wait: 40 }]) });
    const first = await ask();
    await first.until((all) => all.some(({ event }) => event === 'delta'));
    first.close();
    const seen = [...first.events];
    const second = await EventStream.open(`${app.url}/api/v1/messages/${seen[0].data.messageId}/stream`, {
      token: room.user.accessToken,
      lastEventId: seen.at(-1)!.id,
    });
    expect((await second.all()).at(-1)).toMatchObject({ event: 'completed' });
    expect([...seen, ...second.events].map(({ data }) => data.text ?? '').join('')).toBe(SHOWN);
  });

  it('should forget what is deleted, in the store too', async () => {
    await room.user.api.delete(`/documents/${documentId}`).expect(204);
    expect((await search()).items).toEqual([]);
    await waitFor('the vectors to go', async () => ((await held()) === 0 ? true : undefined));
  });
});

describe('a vector store that is not as it should be', () => {
  let app: TestApp;
  let room: DocumentRoom;
  let other: DocumentRoom;
  let documentId: string;

  beforeAll(async () => {
    const addresses = { GEMINI_BASE_URL: gemini.url, PINECONE_HOST: pinecone.url };
    app = await startTestApp({ env: { ...(await variablesOf('Vectors in Pinecone')), ...addresses } });
    [room, other] = [await DocumentRoom.open(app), await DocumentRoom.open(app)];
    documentId = (await room.add('manual.txt', MANUAL)).id;
    const foreign = (await other.add('secret.txt', 'The warranty of the other tenant is a secret.')).id;
    await Promise.all([room.ready(documentId), other.ready(foreign)]);
  }, 60_000);
  afterAll(async () => {
    pinecone.failing = undefined;
    pinecone.delayMs = 0;
    room.close();
    other.close();
    await app.close();
  });

  const search = async () =>
    (await room.user.api.post(`/bots/${room.bot.id}/search`, { query: QUESTION })).body;

  it('should show neither deleted passages nor those of others that it answers with', async () => {
    const spaces = [...pinecone.namespaces.values()];
    // Everything that anybody has, and what nobody has any more, is in every namespace.
    const all = new Map(spaces.flatMap((space) => [...space]));
    const [vector] = all.values();
    all.set(`${documentId}#01a1fd60-0000-7000-8000-000000000000`, vector);
    for (const space of spaces) for (const [id, one] of all) space.set(id, one);
    const { items, vectors } = await search();
    expect(vectors).toBe('used');
    expect(items.map((hit: { documentId: string }) => hit.documentId)).toEqual([documentId]);
  });

  it('should not bring back what was deleted while it was away', async () => {
    const { id } = await room.add('recall.txt', 'The warranty of the kettle was recalled.');
    await room.ready(id);
    pinecone.failing = 401;
    pinecone.refused = 0;
    await room.user.api.delete(`/documents/${id}`).expect(204);
    await waitFor('the store to refuse', () => pinecone.refused > 0);
    pinecone.failing = undefined;
    const kept = [...pinecone.namespaces.values()].some((space) =>
      [...space.keys()].some((key) => key.startsWith(id)),
    );
    expect(kept).toBe(true);
    const { items, vectors } = await search();
    expect(vectors).toBe('used');
    expect(items.map((hit: { documentId: string }) => hit.documentId)).toEqual([documentId]);
  });

  it('should be done without when it is slow, and after three times not be waited for', async () => {
    pinecone.delayMs = 5_000;
    for (let i = 0; i < 3; i++)
      expect(await search()).toMatchObject({ vectors: 'late', items: [{ documentId }] });
    const { vectors, items, tookMs } = await search();
    expect({ vectors, items }).toMatchObject({ vectors: 'failed', items: [{ documentId }] });
    expect(tookMs).toBeLessThan(500);
  });
});

describe('a provider that is down', () => {
  it('should cost a turn less than a second once that is known, question and answer together', async () => {
    const down = await ProviderServer.start(new OpenAiServer());
    const app = await startTestApp({
      env: {
        ...(await variablesOf('Ollama, chat and embeddings')),
        OPENAI_BASE_URL: `${down.url}/v1`,
        CHAT_FALLBACK_MODEL: 'offline',
      },
    });
    const room = await DocumentRoom.open(app);
    await room.ready((await room.add('manual.txt', MANUAL)).id);
    await down.close();
    // Each with words of its own: what has been asked before is remembered.
    const ask = (i: number) =>
      room.user.api.post(`/bots/${room.bot.id}/chat`, { message: `${QUESTION} Attempt ${i}.` });
    for (let i = 0; i < 4; i++) await ask(i).expect(200);
    const startedAt = performance.now();
    const { body } = await ask(5);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(body.message).toMatchObject({ status: 'completed', model: 'offline' });
    expect(body.message.content).toContain('three years');
    room.close();
    await app.close();
  }, 60_000);
});
