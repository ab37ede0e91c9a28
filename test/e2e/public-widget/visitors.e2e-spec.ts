import { io, type Socket } from 'socket.io-client';

import { newId } from '../../../src/kernel/id.js';
import { ApiClient } from '../../support/api-client.js';
import { ChatRoom } from '../../support/chat-room.js';
import { EventStream } from '../../support/event-stream.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { hashOf, identitySecret, Page, show, SITE, type TestVisitor, visit } from '../../support/visitors.js';
import { waitFor } from '../../support/wait-for.js';

const ANSWER = ['Parental leave ', 'is 16 weeks', ' at full pay. [1]'];
const QUESTION = 'How long is parental leave?';

describe('visitors of a bot', () => {
  let server: TestApp;
  let room: ChatRoom;
  let ada: TestVisitor;
  let bob: TestVisitor;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    server = await startTestApp();
    room = await ChatRoom.open(server);
  });
  beforeEach(async () => {
    room.model.play({ tokens: ANSWER });
    await show(room.user, room.bot);
    ada = await visit(server.url, room.bot);
    bob = await visit(server.url, room.bot);
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.disconnect();
  });
  afterAll(async () => {
    room.close();
    await server.close();
  });

  const ask = (visitor: TestVisitor, body: object = {}) =>
    visitor.page.post(`/bots/${room.bot.id}/chat`, { message: QUESTION, ...body });

  async function listen(token: string, origin: string | undefined, namespace = '/chat'): Promise<Socket> {
    const socket = io(`${server.url}${namespace}`, {
      auth: { token },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      ...(origin === undefined ? {} : { extraHeaders: { Origin: origin } }),
    });
    sockets.push(socket);
    await new Promise<void>((resolve, reject) => {
      socket.on('connect', resolve);
      socket.on('connect_error', reject);
    });
    return socket;
  }

  describe('talk with it:', () => {
    it('ask, read, ask again, rate', async () => {
      const asked = await ask(ada);
      expect([asked.status, asked.body.message.content]).toEqual([200, ANSWER.join('')]);
      const { conversationId, message, userMessage } = asked.body;
      const again = await ask(ada, { conversationId, message: 'And after that?' });
      expect(again.body.conversationId).toBe(conversationId);
      const { body: page } = await ada.page.get(`/conversations/${conversationId}/messages`);
      expect(page.items.map(({ role }: { role: string }) => role)).toEqual([
        'user',
        'assistant',
        'user',
        'assistant',
      ]);
      expect((await ada.page.get(`/messages/${userMessage.id}`)).body.content).toBe(QUESTION);
      const rated = await ada.page.put(`/messages/${message.id}/feedback`, {
        rating: 'up',
        comment: 'Thanks',
      });
      expect([rated.status, rated.body.rating]).toEqual([200, 'up']);
      const anew = await ada.page.post(`/messages/${message.id}/regenerate`);
      expect([anew.status, anew.body.message.parentId]).toEqual([200, userMessage.id]);
      expect((await ada.page.post(`/messages/${message.id}/stop`)).status).toBe(200);
      expect((await ada.page.get(`/conversations/${conversationId}`)).body).toMatchObject({
        id: conversationId,
        visitor: { id: ada.id },
      });
    });

    it('hear the answer as it is written, and go on where they were cut off', async () => {
      room.model.play({ tokens: ANSWER, holdAt: 1 });
      const open = (path: string, options: object) =>
        EventStream.open(`${server.url}/api/v1${path}`, {
          token: ada.token,
          headers: { Origin: SITE },
          ...options,
        });
      const stream = await open(`/bots/${room.bot.id}/chat`, { method: 'POST', body: { message: QUESTION } });
      expect(stream.response.headers.get('access-control-allow-origin')).toBe(SITE);
      const [started] = await stream.until((events) => events.some(({ event }) => event === 'delta'));
      stream.close();
      const { messageId } = started.data;
      const resumed = await open(`/messages/${messageId}/stream`, { lastEventId: 0 });
      expect(resumed.response.headers.get('access-control-allow-origin')).toBe(SITE);
      room.model.release();
      await resumed.all();
      expect(resumed.text).toBe(ANSWER.join(''));
    });

    it('once for one message id, however often it is sent', async () => {
      const body = { clientMessageId: newId() };
      const [one, two] = await Promise.all([ask(ada, body), ask(ada, body)]);
      expect(two.body.conversationId).toBe(one.body.conversationId);
      const theirs = await ask(bob, body);
      expect(theirs.body.conversationId).not.toBe(one.body.conversationId);
    });

    it('find the latest conversation again when they come back', async () => {
      const { conversationId } = (await ask(ada)).body;
      const back = await new Page(server.url).open(room.bot, { visitorToken: ada.token });
      expect(back.body).toMatchObject({ visitorId: ada.id, conversation: { id: conversationId } });
      await room.user.api.patch(`/conversations/${conversationId}`, { status: 'archived' }).expect(200);
      const later = await new Page(server.url).open(room.bot, { visitorToken: ada.token });
      expect(later.body.conversation).toBeNull();
    });

    it('keep their history over new tokens when the site says who they are', async () => {
      await show(room.user, room.bot, { identity: 'optional' });
      const secret = await identitySecret(room.user, room.bot);
      const identity = {
        userId: 'user-1',
        name: 'Ada',
        email: 'ada@example.com',
        hash: hashOf('user-1', secret),
      };
      const before = await visit(server.url, room.bot, { identity });
      const { conversationId } = (await ask(before)).body;
      const { body } = await new Page(server.url).open(room.bot, { identity });
      expect(body.conversation.id).toBe(conversationId);
      const after = new Page(server.url, SITE, body.visitorToken as string);
      const { body: page } = await after.get(`/conversations/${conversationId}/messages`);
      expect(page.items).toHaveLength(2);
    });
  });

  describe('do not meet:', () => {
    it('each sees and touches their own alone, and the others’ are absent', async () => {
      const { conversationId, message, userMessage } = (await ask(ada)).body;
      await ask(bob);
      const attempts: [string, Page['get'] | (() => ReturnType<Page['get']>), string][] = [
        ['conversation', () => bob.page.get(`/conversations/${conversationId}`), 'conversation.not_found'],
        [
          'messages',
          () => bob.page.get(`/conversations/${conversationId}/messages`),
          'conversation.not_found',
        ],
        ['question', () => bob.page.get(`/messages/${userMessage.id}`), 'message.not_found'],
        ['answer', () => bob.page.get(`/messages/${message.id}`), 'message.not_found'],
        ['stream', () => bob.page.get(`/messages/${message.id}/stream`), 'message.not_found'],
        ['stop', () => bob.page.post(`/messages/${message.id}/stop`), 'message.not_found'],
        ['regenerate', () => bob.page.post(`/messages/${message.id}/regenerate`), 'message.not_found'],
        ['again', () => bob.page.post(`/messages/${userMessage.id}/regenerate`), 'message.not_found'],
        [
          'feedback',
          () => bob.page.put(`/messages/${message.id}/feedback`, { rating: 'down' }),
          'message.not_found',
        ],
        ['ask', () => ask(bob, { conversationId }), 'conversation.not_found'],
      ];
      for (const [what, attempt, code] of attempts) {
        const answer = await (attempt as () => ReturnType<Page['get']>)();
        expect([what, answer.status, answer.body.code]).toEqual([what, 404, code]);
      }
      expect((await room.message(message.id as string)).rating).toBeNull();
      expect(await room.messages(conversationId as string)).toHaveLength(2);
      const { body } = await ada.page.get(`/bots/${room.bot.id}/conversations`);
      expect(body.items.map(({ id }: { id: string }) => id)).toEqual([conversationId]);
    });

    it('nor do they meet what the bot’s people say', async () => {
      const { conversationId, message } = (await room.ask({ message: QUESTION })).body;
      expect((await ada.page.get(`/conversations/${conversationId}`)).status).toBe(404);
      expect((await ada.page.get(`/messages/${message.id}`)).status).toBe(404);
      expect((await ask(ada, { conversationId })).body.code).toBe('conversation.not_found');
      expect((await ada.page.get(`/bots/${room.bot.id}/conversations`)).body.items).toEqual([]);
    });

    it('nor another bot of the same people, shown or not', async () => {
      const other = (await room.user.api.post('/bots', { name: 'Other' })).body;
      await show(room.user, other);
      for (const call of [
        ada.page.post(`/bots/${other.id}/chat`, { message: 'x' }),
        ada.page.get(`/bots/${other.id}/conversations`),
      ]) {
        const answer = await call;
        expect([answer.status, answer.body.code]).toEqual([404, 'bot.not_found']);
      }
    });

    it('may do nothing else', async () => {
      const { conversationId } = (await ask(ada)).body;
      for (const call of [
        ada.page.delete(`/conversations/${conversationId}`),
        ada.page.patch(`/conversations/${conversationId}`, { title: 'Mine' }),
        ada.page.post(`/bots/${room.bot.id}/conversations`, {}),
        ada.page.get(`/bots/${room.bot.id}`),
        ada.page.get(`/bots/${room.bot.id}/widget`),
        ada.page.get(`/workspaces/${room.user.workspaceId}/usage`),
      ]) {
        const answer = await call;
        expect([answer.status, answer.body.code]).toEqual([403, 'access.forbidden']);
      }
    });
  });

  it('are seen by the people of the bot, with the names that their sites tell', async () => {
    await show(room.user, room.bot, { identity: 'optional' });
    const secret = await identitySecret(room.user, room.bot);
    const payload = '<img src=x onerror=alert(1)>';
    const identity = { userId: 'user-9', name: payload, hash: hashOf('user-9', secret) };
    const named = await visit(server.url, room.bot, { identity });
    const [byNamed, byAda, byOwner] = [
      await ask(named),
      await ask(ada),
      await room.ask({ message: QUESTION }),
    ];
    const { body } = await room.user.api.get(`/bots/${room.bot.id}/conversations?limit=3`);
    const visitors = body.items.map(({ id, visitor }: { id: string; visitor: object }) => [id, visitor]);
    expect(visitors).toEqual([
      [byOwner.body.conversationId, null],
      [byAda.body.conversationId, { id: ada.id }],
      [byNamed.body.conversationId, { id: named.id, name: payload }],
    ]);
    await room.user.api.delete(`/conversations/${byAda.body.conversationId}`).expect(204);
    expect((await ada.page.get(`/conversations/${byAda.body.conversationId}`)).status).toBe(404);
  });

  it('go on asking in a conversation in which the bot’s people have said something', async () => {
    const { conversationId } = (await ask(ada)).body;
    await room.ask({ message: 'Anything else?', conversationId }).expect(200);
    await ask(ada, { conversationId }).expect(200);
    expect((await ada.page.get(`/conversations/${conversationId}/messages`)).body.items).toHaveLength(6);
  });

  describe('are out at once when', () => {
    const blocked = async (status: number) => {
      expect((await ada.page.get(`/bots/${room.bot.id}/conversations`)).status).toBe(status);
      expect((await ask(ada)).status).toBe(status);
    };
    /** Held at its first words, so that it can only end by what happens meanwhile. */
    const streaming = async () => {
      room.model.play({ tokens: ANSWER, holdAt: 1 });
      const stream = await EventStream.open(`${server.url}/api/v1/bots/${room.bot.id}/chat`, {
        method: 'POST',
        token: ada.token,
        headers: { Origin: SITE },
        body: { message: QUESTION },
      });
      await stream.until((events) => events.some(({ event }) => event === 'delta'));
      return stream;
    };

    it('the widget is switched off, streams and sockets included, and back when it is on', async () => {
      const socket = await listen(ada.token, SITE);
      const stream = await streaming();
      await show(room.user, room.bot, { enabled: false });
      await blocked(401);
      await waitFor('the socket to end', () => socket.disconnected);
      await stream.end;
      expect(stream.events.at(-1)).toMatchObject({ event: 'failed', data: { problem: { status: 401 } } });
      await show(room.user, room.bot);
      room.model.play({ tokens: ANSWER });
      await blocked(200);
    });

    it('the site is taken off the list', async () => {
      await show(room.user, room.bot, { allowedDomains: ['other.example'] });
      await blocked(403);
      await show(room.user, room.bot);
      await blocked(200);
    });

    it('the bot is deleted', async () => {
      const bot = (await room.user.api.post('/bots', { name: 'Short-lived' })).body;
      await show(room.user, bot);
      const visitor = await visit(server.url, bot);
      const socket = await listen(visitor.token, SITE);
      await visitor.page.get(`/bots/${bot.id}/conversations`).expect(200);
      await room.user.api.delete(`/bots/${bot.id}`).expect(204);
      await visitor.page.get(`/bots/${bot.id}/conversations`).expect(401);
      await waitFor('the socket to end', () => socket.disconnected);
    });
  });

  describe('come from pages:', () => {
    it.each<[string, string | undefined, number, number]>([
      ['of the site', SITE, 200, 200],
      ['of our own', 'own', 200, 200],
      ['of another site', 'https://evil.example', 403, 403],
      ['that hide where they are', 'null', 403, 403],
      ['that do not say, as our own do when they read', undefined, 200, 403],
    ])('%s', async (_, origin, reading, writing) => {
      const call = (test: ReturnType<Page['get']>) =>
        origin === undefined ? test : test.set('Origin', origin === 'own' ? server.url : origin);
      const api = new ApiClient(server.url, ada.token);
      const read = await call(api.get(`/bots/${room.bot.id}/conversations`));
      const written = await call(api.post(`/bots/${room.bot.id}/chat`, { message: QUESTION }));
      expect([read.status, written.status]).toEqual([reading, writing]);
    });
  });

  describe('over sockets', () => {
    it('are let in from pages that may show the bot, and from no others', async () => {
      for (const origin of [SITE, server.url]) expect((await listen(ada.token, origin)).connected).toBe(true);
      for (const origin of ['https://evil.example', 'null', undefined]) {
        await expect(listen(ada.token, origin)).rejects.toMatchObject({
          data: { status: 403, code: 'widget.origin_not_allowed' },
        });
      }
    });

    it('ask and hear their own, and nothing of the others', async () => {
      const [hers, his] = [await listen(ada.token, SITE), await listen(bob.token, SITE)];
      const heard: string[] = [];
      his.onAny((event: string) => heard.push(event));
      const done = new Promise<{ message: { content: string } }>((resolve) =>
        hers.on('message:completed', resolve),
      );
      const ack = await hers.emitWithAck('message:send', { botId: room.bot.id, content: QUESTION });
      expect(ack).toMatchObject({ ok: true, conversationId: expect.any(String) });
      expect((await done).message.content).toBe(ANSWER.join(''));
      const { conversationId, messageId } = ack;
      for (const [event, body] of [
        ['conversation:join', { conversationId }],
        ['message:resume', { messageId, afterSeq: 0 }],
        ['message:stop', { messageId }],
        ['typing', { conversationId, isTyping: true }],
        ['message:send', { botId: room.bot.id, conversationId, content: 'Hello?' }],
      ] as const) {
        expect([event, await his.emitWithAck(event, body)]).toMatchObject([
          event,
          { ok: false, problem: { status: 404 } },
        ]);
        if (event !== 'message:send') {
          expect([event, await hers.emitWithAck(event, body)]).toMatchObject([event, { ok: true }]);
        }
      }
      expect(heard).toEqual([]);
    });

    it('learn nothing of documents', async () => {
      const socket = await listen(ada.token, SITE, '/documents');
      expect(await socket.emitWithAck('documents:subscribe', { botId: room.bot.id })).toMatchObject({
        ok: false,
        problem: { status: 403, code: 'access.forbidden' },
      });
    });
  });

  describe('where the owner keeps sources back:', () => {
    beforeEach(() => show(room.user, room.bot, { showSources: false }));

    /** Whatever of a source could be in it. */
    const source = (value: unknown) =>
      /"(?:documentId|chunkId|snippet)"|Handbook/.exec(JSON.stringify(value));

    it('answers, histories and streams are without them, for visitors alone', async () => {
      const { body } = await ask(ada).expect(200);
      expect(body.message).toMatchObject({ content: ANSWER.join(''), citations: [] });
      const { conversationId, message } = body;
      const reads = await Promise.all([
        ada.page.get(`/conversations/${conversationId}/messages`),
        ada.page.get(`/messages/${message.id}`),
        ada.page.put(`/messages/${message.id}/feedback`, { rating: 'up' }),
        ada.page.post(`/messages/${message.id}/stop`),
        ada.page.post(`/messages/${message.id}/regenerate`),
      ]);
      expect(reads.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
      expect(source(reads.map((read) => read.body as object))).toBeNull();

      const own = await room.user.api.get(`/messages/${message.id}`);
      expect(own.body.citations).toEqual([expect.objectContaining({ index: 1, title: 'Handbook' })]);
    });

    it('so are streams, whoever read the same answer before', async () => {
      const { body } = await ask(ada).expect(200);
      const read = async (token: string) =>
        (
          await EventStream.open(`${server.url}/api/v1/messages/${body.message.id}/stream`, {
            token,
            headers: { Origin: SITE },
          })
        ).all();
      const cited = (events: { event: string; data: { citations?: unknown[] } }[]) =>
        events.find(({ event }) => event === 'sources')?.data.citations;
      expect(source(await read(room.user.accessToken))).not.toBeNull();
      const events = await read(ada.token);
      expect(events.map(({ event }) => event)).toEqual(['started', 'sources', 'delta', 'completed']);
      expect(cited(events)).toEqual([]);
      expect(source(events)).toBeNull();
      expect(source(await read(room.user.accessToken))).not.toBeNull();
    });

    it('so are sockets, also open ones', async () => {
      await show(room.user, room.bot);
      const socket = await listen(ada.token, SITE);
      const heard: [string, unknown][] = [];
      socket.onAny((event: string, data: unknown) => heard.push([event, data]));
      const send = async () => {
        heard.length = 0;
        await socket.emitWithAck('message:send', { botId: room.bot.id, content: QUESTION });
        await waitFor('the answer', () => heard.some(([event]) => event === 'message:completed'));
        return heard.slice();
      };
      expect(source(await send())).not.toBeNull();
      await show(room.user, room.bot, { showSources: false });
      await waitFor('sources to be kept back', async () => source(await send()) === null);
      expect(heard.map(([event]) => event)).toContain('message:sources');
    });
  });
});
