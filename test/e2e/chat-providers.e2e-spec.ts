import { inspect } from 'node:util';

import { DocumentRoom } from '../support/document-room.js';
import { EventStream, type Json } from '../support/event-stream.js';
import { geminiError, geminiEvents, GeminiServer } from '../support/stubs/gemini-server.js';
import { openAiError, openAiEvents, OpenAiServer } from '../support/stubs/openai-server.js';
import { HANG, type Reply, type StubServer } from '../support/stubs/stub-server.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';

const KEY = 'canary-key-8c41e7';
const MANUAL =
  'The kettle comes with a warranty of three years. Keep the receipt. Descale the kettle monthly.';
const QUESTION = 'How long is the warranty of the kettle?';
const ANSWER = ['ANSWERED: yes\n', 'Three years', ' after the purchase [1]', ' [9].'];
const SHOWN = 'Three years after the purchase [1].';

interface Provider {
  scheme: string;
  server: StubServer;
  env: () => Record<string, string>;
  events: (pieces: string[]) => string[];
  refuse: (status: number) => Reply;
  promptOf: (body: Json) => string;
}

const gemini = new GeminiServer();
const openai = new OpenAiServer();

const PROVIDERS: [string, Provider][] = [
  [
    'Gemini',
    {
      scheme: 'gemini',
      server: gemini,
      env: () => ({ GEMINI_API_KEY: KEY, GEMINI_BASE_URL: gemini.url, GEMINI_CHAT_MODELS: 'stub-model' }),
      events: (pieces) => geminiEvents(pieces),
      refuse: (status) => geminiError(status, [{ reason: `no ${KEY}` }]),
      promptOf: ({ systemInstruction, contents }) => JSON.stringify([systemInstruction, contents]),
    },
  ],
  [
    'an OpenAI-compatible server',
    {
      scheme: 'openai',
      server: openai,
      env: () => ({ OPENAI_API_KEY: KEY, OPENAI_BASE_URL: openai.baseUrl, OPENAI_CHAT_MODELS: 'stub-model' }),
      events: (pieces) => openAiEvents(pieces),
      refuse: (status) => openAiError(status, { message: `no ${KEY}` }),
      promptOf: ({ messages }) => JSON.stringify(messages),
    },
  ],
];

describe.each(PROVIDERS)('answers of %s', (_, { scheme, server: stub, env, events, refuse, promptOf }) => {
  let app: TestApp;
  let room: DocumentRoom;
  let documentId: string;
  const logged: string[] = [];

  beforeAll(async () => {
    await stub.start();
    app = await startTestApp({
      env: { ...env(), EMBEDDING_MODEL: 'none', CHAT_FALLBACK_MODEL: '' },
    });
    const record = (...said: unknown[]) => void logged.push(inspect(said, { depth: Infinity }));
    app.app.useLogger({
      log: record,
      error: record,
      warn: record,
      debug: record,
      verbose: record,
      fatal: record,
    });
    room = await DocumentRoom.open(app);
    documentId = (await room.add('manual.txt', MANUAL)).id;
    await room.ready(documentId);
  }, 60_000);

  afterAll(async () => {
    room.close();
    await app.close();
    await stub.close();
  });

  const ask = (message: string, conversationId?: string) =>
    EventStream.open(`${app.url}/api/v1/bots/${room.bot.id}/chat`, {
      method: 'POST',
      token: room.user.accessToken,
      body: { message, conversationId },
    });
  const answerTo = async (message: string, conversationId?: string) =>
    (await (await ask(message, conversationId)).all()).at(-1)!;

  it('are streamed with their sources, and stored with model, tokens and times', async () => {
    stub.play({ steps: events(ANSWER) });
    const stream = await ask(QUESTION);
    const { event, data } = (await stream.all()).at(-1)!;
    expect(event).toBe('completed');
    expect(stream.text).toBe(SHOWN);
    expect(data.message).toMatchObject({
      status: 'completed',
      content: SHOWN,
      answered: true,
      model: `${scheme}:stub-model`,
      usage: { promptTokens: 42, completionTokens: 7 },
      citations: [{ index: 1, documentId }],
    });
    expect(data.message.firstTokenMs).toBeLessThanOrEqual(data.message.latencyMs);
  });

  it('come from the passages, which the model gets as numbered data', async () => {
    stub.play({ steps: events(ANSWER) });
    await answerTo(QUESTION);
    const prompt = promptOf(stub.lastCall.body);
    expect(prompt).toContain('<passage number=\\"1\\" title=\\"manual.txt\\"');
    expect(prompt).toContain('warranty of three years');
    expect(prompt).toContain(QUESTION);
  });

  it('say when the documents do not hold the answer', async () => {
    stub.play({ steps: events(['ANSWERED: no\n', 'Not in there.']) });
    expect((await answerTo(QUESTION)).data.message).toMatchObject({
      status: 'completed',
      answered: false,
      content: 'Not in there.',
      citations: [],
    });
  });

  it('end when they are stopped, at the provider, too', async () => {
    stub.play({ steps: [...events([...ANSWER, '']).slice(0, scheme === 'openai' ? 3 : 2), HANG] });
    const stream = await ask(QUESTION);
    await stream.until((all) => all.some(({ event }) => event === 'delta'));
    const { messageId } = stream.events[0].data;
    const { body } = await room.user.api.post(`/messages/${messageId}/stop`).expect(200);
    expect(body).toMatchObject({ status: 'stopped', content: 'Three years', model: `${scheme}:stub-model` });
    await stub.left();
  });

  it('can be resumed while they are written', async () => {
    const steps = events(ANSWER);
    stub.play({ steps: steps.flatMap((step) => [step, { wait: 60 }]) });
    const first = await ask(QUESTION);
    await first.until((all) => all.some(({ event }) => event === 'delta'));
    first.close();
    const seen = [...first.events];
    const second = await EventStream.open(`${app.url}/api/v1/messages/${seen[0].data.messageId}/stream`, {
      token: room.user.accessToken,
      lastEventId: seen.at(-1)!.id,
    });
    expect((await second.all()).at(-1)).toMatchObject({ event: 'completed' });
    expect([...seen, ...second.events].map(({ data }) => data.text ?? '').join('')).toBe(SHOWN);
    expect(stub.calls).toHaveLength(1);
  });

  it('are retried before the first word, and not after it', async () => {
    stub.play((_call, index) => (index === 0 ? refuse(503) : { steps: events(ANSWER) }));
    expect((await answerTo(QUESTION)).data.message).toMatchObject({ content: SHOWN });
    expect(stub.calls).toHaveLength(2);

    const cut = events(ANSWER).slice(0, 3);
    stub.play({ steps: cut });
    expect(await answerTo(QUESTION)).toMatchObject({
      event: 'failed',
      data: { problem: { code: 'ai.stream_interrupted' } },
    });
    expect(stub.calls).toHaveLength(1);
  });

  it('that failed are not told to the model in the next turn', async () => {
    stub.play({ steps: events(ANSWER) });
    const { data } = await answerTo(QUESTION);
    const { conversationId } = data.message;
    stub.play(refuse(401));
    for (let i = 0; i < 5; i++) {
      expect(await answerTo(`failing ${i}`, conversationId)).toMatchObject({ event: 'failed' });
    }
    stub.play({ steps: events(ANSWER) });
    expect((await answerTo('Are you sure?', conversationId)).data.message).toMatchObject({ content: SHOWN });
    const prompt = promptOf(stub.lastCall.body);
    expect(prompt).not.toContain('failing');
    expect(prompt).toContain('Three years after the purchase');
    expect(prompt).not.toContain('purchase [1]');
  });

  it('forget a document that is deleted', async () => {
    await room.user.api.delete(`/documents/${documentId}`).expect(204);
    stub.play({ steps: events(['ANSWERED: no']) });
    const { data } = await answerTo(QUESTION);
    expect(data.message).toMatchObject({ answered: false, citations: [] });
    expect(data.message.content).not.toBe('');
    expect(promptOf(stub.lastCall.body)).not.toContain('three years');
  });

  it('never show the key: not to the visitor, not in the log, not in the trace', async () => {
    stub.play(refuse(403));
    const stream = await ask(QUESTION);
    await stream.all();
    expect(stream.events.at(-1)).toMatchObject({ event: 'failed' });
    await waitFor('the failure to be logged', () =>
      logged.some((line) => line.includes('ai.provider_config')),
    );
    expect(JSON.stringify(stream.events)).not.toContain(KEY);
    expect(logged.join('')).not.toContain(KEY);
    const { body: trace } = await room.user.api.get(`/messages/${stream.events[0].data.messageId}/trace`);
    expect(trace).toMatchObject({ error: 'ai.provider_config', model: { asked: `${scheme}:stub-model` } });
    expect(JSON.stringify(trace)).not.toMatch(new RegExp(`${KEY}|${stub.url}`));
  });
});

describe('a provider that is down', () => {
  let app: TestApp;
  let room: DocumentRoom;

  beforeAll(async () => {
    app = await startTestApp({
      env: {
        OPENAI_API_KEY: KEY,
        OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
        CHAT_MODEL: 'openai:stub-model',
        CHAT_FALLBACK_MODEL: 'offline',
        EMBEDDING_MODEL: 'none',
      },
    });
    room = await DocumentRoom.open(app);
    await room.ready((await room.add('manual.txt', MANUAL)).id);
  }, 60_000);
  afterAll(async () => {
    room.close();
    await app.close();
  });

  it('is replaced by the fallback, at once when it is known to be down', async () => {
    const ask = () => room.user.api.post(`/bots/${room.bot.id}/chat`, { message: QUESTION });
    for (let i = 0; i < 4; i++) await ask().expect(200);
    const startedAt = performance.now();
    const { body } = await ask();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(body.message).toMatchObject({ status: 'completed', model: 'offline', answered: true });
    expect(body.message.content).toContain('three years');
    const { body: trace } = await room.user.api.get(`/messages/${body.message.id}/trace`);
    expect(trace.model).toMatchObject({ asked: 'openai:stub-model', answered: 'offline', fallback: true });
  });
});
