import type { Socket } from 'socket.io-client';

import { createBot } from '../factories/bot.factory.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ApiClient } from '../support/api-client.js';
import { createApiKey } from '../support/api-keys.js';
import { ChatRoom } from '../support/chat-room.js';
import { DocumentRoom } from '../support/document-room.js';
import { EventStream } from '../support/event-stream.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';

const LEAVE = 'How long is parental leave?';
const ANSWER = ['Parental leave ', 'is 16 weeks', ' at full pay. [1]'];
const EVERYTHING = ['documents:read', 'documents:write', 'conversations:read', 'chat:send'];

describe('API keys on what stays open', () => {
  let server: TestApp;
  let room: ChatRoom;
  let keys: string;

  beforeAll(async () => {
    server = await startTestApp();
    room = await ChatRoom.open(server);
    keys = `/workspaces/${room.user.workspaceId}/api-keys`;
  });
  afterAll(async () => {
    room.close();
    await server.close();
  });
  beforeEach(() => room.model.play({ tokens: ANSWER }));

  const status = ({ ok, problem }: { ok: boolean; problem?: { status: number } }) =>
    ok ? 200 : problem?.status;
  const emit = async (socket: Socket, event: string, body: object) =>
    status(await socket.timeout(5_000).emitWithAck(event, body));

  it('ask over a socket and hear the answer', async () => {
    const { key } = await createApiKey(room.user, { scopes: EVERYTHING });
    const { socket, received } = await room.socket(key);
    const ack = await socket.emitWithAck('message:send', { botId: room.bot.id, content: LEAVE });
    expect(ack.ok).toBe(true);
    const { data } = await waitFor('the answer', () =>
      received.find(({ event }) => event === 'message:completed'),
    );
    expect(data.message.content).toBe(ANSWER.join(''));
  });

  it('ask for a stream and get it, again and again', async () => {
    const { key } = await createApiKey(room.user, { scopes: EVERYTHING });
    const url = `${server.url}/api/v1`;
    const asked = await EventStream.open(`${url}/bots/${room.bot.id}/chat`, {
      method: 'POST',
      token: key,
      body: { message: LEAVE },
    });
    const events = await asked.all();
    expect(asked.text).toBe(ANSWER.join(''));
    const again = await EventStream.open(`${url}/messages/${events[0].data.messageId}/stream`, {
      token: key,
      lastEventId: 0,
    });
    await again.all();
    expect(again.text).toBe(ANSWER.join(''));
  });

  it('are refused at the handshake when they are no good, as everything is that is no good', async () => {
    const { id, key } = await createApiKey(room.user, { scopes: EVERYTHING });
    await room.user.api.delete(`${keys}/${id}`).expect(204);
    const problems = await Promise.all(
      [key, 'kyro_sk_', `kyro_sk_${'a'.repeat(43)}`, 'x'].map(async (token) => {
        const error = (await room.socket(token).then(
          () => undefined,
          (refusal: unknown) => refusal,
        )) as { data: { status: number; code: string; requestId: string } };
        return { ...error.data, requestId: '' };
      }),
    );
    expect(problems[0]).toMatchObject({ status: 401, code: 'auth.unauthenticated' });
    expect(problems).toEqual(Array(4).fill(problems[0]));
  });

  it('do over a socket what their scopes say, and no more', async () => {
    const { key } = await createApiKey(room.user, { scopes: ['conversations:read'] });
    const { conversationId } = (await room.ask({ message: LEAVE })).body as { conversationId: string };
    const { socket } = await room.socket(key);
    expect(await emit(socket, 'conversation:join', { conversationId })).toBe(200);
    expect(await emit(socket, 'typing', { conversationId, isTyping: true })).toBe(403);
    expect(await emit(socket, 'message:send', { botId: room.bot.id, content: LEAVE })).toBe(403);
  });

  it('hear of their own bots alone', async () => {
    const other = await createBot(room.user.api);
    const { key } = await createApiKey(room.user, { scopes: EVERYTHING, botIds: [room.bot.id] });
    const foreign = (await room.user.api.post(`/bots/${other.id}/conversations`, { title: 'Other' })).body;
    const chat = await room.socket(key);
    expect(await emit(chat.socket, 'conversation:join', { conversationId: foreign.id })).toBe(404);
    expect(await emit(chat.socket, 'typing', { conversationId: foreign.id, isTyping: true })).toBe(404);
    expect(await emit(chat.socket, 'message:send', { botId: other.id, content: LEAVE })).toBe(404);

    const documents = await DocumentRoom.open(server);
    const files = await documents.socket({ token: key });
    expect(await emit(files.socket, 'documents:subscribe', { botId: other.id })).toBe(404);
    expect(await emit(files.socket, 'documents:subscribe', { botId: room.bot.id })).toBe(200);
    const text = (title: string) => ({ title, content: 'Something.' });
    await room.user.api.post(`/bots/${other.id}/documents/text`, text('Other')).expect(202);
    await room.user.api.post(`/bots/${room.bot.id}/documents/text`, text('Own')).expect(202);
    await waitFor('news of the own bot', () =>
      files.received.some(({ event }) => event === 'document:ready'),
    );
    await room.user.api.post(`/bots/${other.id}/chat`, { message: LEAVE, conversationId: foreign.id });
    const heard = JSON.stringify([...files.received, ...chat.received]);
    expect(heard).toContain(room.bot.id);
    expect(heard).not.toContain(other.id);
    expect(heard).not.toContain(foreign.id);
    documents.close();
  });

  /** A socket that does nothing, and what it is told when it ends. */
  async function idle(key: string) {
    const { socket, received } = await room.socket(key);
    const gone = new Promise<number>((resolve) => socket.on('disconnect', () => resolve(Date.now())));
    return { received, gone };
  }

  it.each<[string, (id: string) => Promise<unknown>]>([
    ['revoked', (id) => room.user.api.delete(`${keys}/${id}`).expect(204)],
    ['rotated', (id) => room.user.api.post(`${keys}/${id}/rotate`).expect(200)],
  ])('end at once when they are %s: the socket, and the stream but not the answer', async (_, end) => {
    const { id, key } = await createApiKey(room.user, { scopes: EVERYTHING });
    const { received, gone } = await idle(key);
    room.model.play({ tokens: ANSWER, holdAt: 1 });
    const stream = await EventStream.open(`${server.url}/api/v1/bots/${room.bot.id}/chat`, {
      method: 'POST',
      token: key,
      body: { message: LEAVE },
    });
    await stream.until((events) => events.some(({ event }) => event === 'delta'));
    const before = Date.now();
    await end(id);
    const events = await stream.all();
    expect((await gone) - before).toBeLessThan(1_000);
    expect(Date.now() - before).toBeLessThan(1_500);
    expect(events.at(-1)).toMatchObject({ event: 'failed', data: { problem: { status: 401 } } });
    expect(received.at(-1)).toMatchObject({ event: 'access:ended', data: { problem: { status: 401 } } });
    room.model.release();
    await waitFor('the answer to be stored', async () => {
      return (await room.message(events[0].data.messageId as string)).content === ANSWER.join('');
    });
  });

  it('end by themselves when they expire, within five seconds', async () => {
    const expiresAt = new Date(Date.now() + 1_000);
    const { key } = await createApiKey(room.user, {
      scopes: EVERYTHING,
      expiresAt: expiresAt.toISOString(),
    });
    const { gone } = await idle(key);
    const late = (await gone) - expiresAt.getTime();
    expect(late).toBeGreaterThan(-50);
    expect(late).toBeLessThan(5_000);
  });
});

describe('API keys on several instances', () => {
  let one: TestApp;
  let other: TestApp;
  let owner: TestUser;

  beforeAll(async () => {
    one = await startTestApp();
    other = await startTestApp({ databaseUrl: one.config.databaseUrl });
    owner = await registerUser(one.url);
  });
  afterAll(async () => {
    await other.close();
    await one.close();
  });

  const keysOf = ({ workspaceId }: TestUser) => `/workspaces/${workspaceId}/api-keys`;

  it.each<[string, (id: string) => Promise<unknown>]>([
    ['revoked', (id) => owner.api.delete(`${keysOf(owner)}/${id}`).expect(204)],
    ['rotated', (id) => owner.api.post(`${keysOf(owner)}/${id}/rotate`).expect(200)],
  ])('are dead everywhere within five seconds when they are %s', async (_, end) => {
    const { id, key, api } = await createApiKey(owner, { scopes: ['bots:read'] });
    const elsewhere = new ApiClient(other.url, key);
    const both = async () => [(await api.get('/bots')).status, (await elsewhere.get('/bots')).status];
    expect(await both()).toEqual([200, 200]);
    await end(id);
    expect((await api.get('/bots')).status).toBe(401);
    await waitFor('the other to notice', async () => (await elsewhere.get('/bots')).status === 401, {
      timeoutMs: 5_000,
    });
  });

  it('follow their maker everywhere within five seconds', async () => {
    const maker = await registerUser(one.url);
    const { key } = await createApiKey(maker, { scopes: ['bots:read'] });
    const elsewhere = new ApiClient(other.url, key);
    await elsewhere.get('/bots').expect(200);
    await owner.api.patch(`/admin/users/${maker.id}`, { suspended: true }).expect(200);
    await waitFor('the other to notice', async () => (await elsewhere.get('/bots')).status === 401, {
      timeoutMs: 5_000,
    });
  });
});

describe('API keys under rate limits', () => {
  let server: TestApp;
  let owner: TestUser;

  beforeAll(async () => {
    server = await startTestApp({ env: { RATE_LIMITS: 'on' } });
    owner = await registerUser(server.url);
  });
  afterAll(() => server.close());

  it('have budgets of their own, each its own', async () => {
    const [one, two] = [
      await createApiKey(owner, { scopes: ['bots:read'] }),
      await createApiKey(owner, { scopes: ['bots:read'] }),
    ];
    const left = async (key: typeof one) => {
      const { headers } = await key.api.get('/bots').expect(200);
      expect(headers['ratelimit-policy']).toBe('"requests-key";q=3000;w=60');
      return headers.ratelimit;
    };
    expect(await left(one)).toMatch(/r=2999/);
    expect(await left(one)).toMatch(/r=2998/);
    expect(await left(two)).toMatch(/r=2999/);
  });

  it('neither use nor learn of the budget of a bot that they are not for', async () => {
    const [own, other] = [await createBot(owner.api), await createBot(owner.api)];
    const { api } = await createApiKey(owner, { scopes: ['documents:read'], botIds: [own.id] });
    const search = (botId: string) => api.post(`/bots/${botId}/search`, { query: 'x' });
    expect((await search(own.id).expect(200)).headers['ratelimit-policy']).toContain('search-bot');
    expect((await search(other.id).expect(404)).headers['ratelimit-policy']).not.toContain('search-bot');
  });

  it('are made no faster than the limit allows', async () => {
    const maker = await registerUser(server.url);
    const keys = `/workspaces/${maker.workspaceId}/api-keys`;
    const statuses: number[] = [];
    for (let i = 0; i < 31; i++) {
      statuses.push((await maker.api.post(keys, { name: 'Key', scopes: ['bots:read'] })).status);
    }
    expect(statuses).toEqual([...Array<number>(30).fill(201), 429]);
  });

  it('cannot be guessed: bad ones soon count against the address, which good ones do not', async () => {
    const { api } = await createApiKey(owner, { scopes: ['bots:read'] });
    for (let i = 0; i < 20; i++) await api.get('/bots').expect(200);
    const guess = (i: number) => api.as(`kyro_sk_${String(i).padStart(43, '0')}`).get('/bots');
    const statuses: number[] = [];
    for (let i = 0; i < 302; i++) statuses.push((await guess(i)).status);
    expect(statuses.slice(0, 300)).toEqual(Array(300).fill(401));
    expect(statuses[301]).toBe(429);
    expect((await api.get('/bots')).status).toBe(429);
  });
});
