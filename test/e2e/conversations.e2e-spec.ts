import { ConversationErasure } from '../../src/conversations/application/conversation-erasure.service.js';
import { newId } from '../../src/kernel/id.js';
import { createBot } from '../factories/bot.factory.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ChatRoom } from '../support/chat-room.js';
import { EventStream, type Json } from '../support/event-stream.js';
import { withClient } from '../support/postgres.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';

describe('conversations', () => {
  let server: TestApp;
  let room: ChatRoom;

  beforeAll(async () => {
    server = await startTestApp();
    room = await ChatRoom.open(server);
    room.model.play({ tokens: ['ok'] });
  });
  afterAll(async () => {
    room.close();
    await server.close();
  });

  const conversation = async (message: string): Promise<string> =>
    (await room.ask({ message })).body.conversationId;
  const get = (path: string) => room.user.api.get(path);

  it('are opened by a question, which gives the title', async () => {
    const id = await conversation(
      '  How long\n is parental leave, and does it depend on how many years I have been here for? ',
    );
    const { body } = await get(`/conversations/${id}`);
    expect(body).toEqual({
      id,
      botId: room.bot.id,
      title: 'How long is parental leave, and does it depend on how many years I have been…',
      status: 'active',
      messageCount: 2,
      visitor: null,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: expect.stringMatching(/Z$/),
    });
  });

  it('can be opened empty, once per Idempotency-Key', async () => {
    const key = newId();
    const make = () =>
      room.user.api.post(`/bots/${room.bot.id}/conversations`, {}).set('Idempotency-Key', key);
    const [one, two] = [await make(), await make()];
    expect(one.status).toBe(201);
    expect(one.body).toMatchObject({ title: null, messageCount: 0, status: 'active' });
    expect(two.body).toEqual(one.body);
    await room.ask({ message: 'First question', conversationId: one.body.id }).expect(200);
    expect((await get(`/conversations/${one.body.id}`)).body).toMatchObject({
      title: 'First question',
      messageCount: 2,
    });
  });

  it('go with their bot, for good', async () => {
    const other = await createBot(room.user.api);
    const ask = async () =>
      (await room.user.api.post(`/bots/${other.id}/chat`, { message: 'Anybody there?' }).expect(200)).body;
    const { conversationId } = await ask();
    const deleted = await ask();
    await room.user.api.delete(`/conversations/${deleted.conversationId}`).expect(204);
    const left = () =>
      withClient(server.config.databaseUrl!, async (client) => {
        const { rows } = await client.query<{ conversations: number; messages: number }>(
          `SELECT (SELECT count(*)::int FROM conversations WHERE bot_id = $1) AS conversations,
             (SELECT count(*)::int FROM messages WHERE conversation_id = ANY ($2)) AS messages`,
          [other.id, [conversationId, deleted.conversationId]],
        );
        return rows[0];
      });
    expect(await left()).toEqual({ conversations: 2, messages: 4 });
    await room.user.api.delete(`/bots/${other.id}`).expect(204);
    await waitFor('them to go', async () => (await left()).conversations === 0);
    expect(await left()).toEqual({ conversations: 0, messages: 0 });

    // From an instance that did not know it yet.
    await withClient(server.config.databaseUrl!, (client) =>
      client.query(
        `INSERT INTO conversations (id, workspace_id, bot_id, principal) VALUES ($1, $2, $3, 'user:late')`,
        [newId(), room.user.workspaceId, other.id],
      ),
    );
    expect((await left()).conversations).toBe(1);
    await server.app.get(ConversationErasure, { strict: false }).run();
    expect((await left()).conversations).toBe(0);
  });

  it('leave nothing to answer when they are deleted while somebody asks', async () => {
    const id = await conversation('Hello?');
    const question = newId();
    const deleted = await withClient(server.config.databaseUrl!, async (client) => {
      await client.query('BEGIN');
      await client.query(
        'UPDATE conversations SET last_seq = last_seq + 2, open_turns = open_turns + 1 WHERE id = $1',
        [id],
      );
      await client.query(
        `INSERT INTO messages (id, conversation_id, seq, role, content, status, parent_id, lease_owner, lease_expires_at, attempt)
         VALUES ($1, $2, 3, 'user', 'And this?', 'completed', NULL, NULL, NULL, 0),
                ($3, $2, 4, 'assistant', '', 'streaming', $1, 'another process', now() + interval '1 hour', 1)`,
        [question, id, newId()],
      );
      const deleting = room.user.api.delete(`/conversations/${id}`).expect(204).then();
      await waitFor('the deletion to wait', () =>
        withClient(server.config.databaseUrl!, async (other) => {
          const { rows } = await other.query(
            `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'UPDATE conversations SET deleted_at%'
               AND datname = current_database()`,
          );
          return rows.length === 1;
        }),
      );
      await client.query('COMMIT');
      return deleting;
    });
    expect(deleted.status).toBe(204);
    const answers = await withClient(server.config.databaseUrl!, (client) =>
      client.query<{ status: string }>('SELECT status FROM messages WHERE parent_id = $1', [question]),
    );
    expect(answers.rows).toEqual([{ status: 'stopped' }]);
  });

  it('are renamed, archived and made active by a new question', async () => {
    const id = await conversation('Hello');
    const patch = (body: object) => room.user.api.patch(`/conversations/${id}`, body);
    expect((await patch({ title: 'Leave' })).body).toMatchObject({ title: 'Leave', status: 'active' });
    expect((await patch({ status: 'archived' })).body).toMatchObject({ title: 'Leave', status: 'archived' });
    await room.ask({ message: 'One more', conversationId: id }).expect(200);
    expect((await get(`/conversations/${id}`)).body).toMatchObject({ title: 'Leave', status: 'active' });
    for (const body of [
      { title: '' },
      { title: ' ' },
      { title: 'x'.repeat(201) },
      { status: 'gone' },
      { botId: newId() },
    ]) {
      expect((await patch(body)).status).toBe(422);
    }
  });

  it('are gone when they are deleted, with what is being written to them', async () => {
    room.model.play({ tokens: ['one', 'two'], hangAt: 1 });
    const stream = await room.stream({ message: 'Never mind', clientMessageId: 'gone' });
    await stream.until((events) => events.some(({ event }) => event === 'delta'));
    const { conversationId, messageId } = stream.events[0].data;
    await room.user.api.delete(`/conversations/${conversationId}`).expect(204);
    await room.model.until((calls) => calls.at(-1)!.state === 'aborted');
    await stream.end;
    room.model.play({ tokens: ['ok'] });
    for (const path of [
      `conversations/${conversationId}`,
      `conversations/${conversationId}/messages`,
      `messages/${messageId}`,
    ]) {
      expect((await get(`/${path}`)).status).toBe(404);
    }
    await room.user.api.delete(`/conversations/${conversationId}`).expect(404);
    await room.ask({ message: 'x', conversationId }).expect(404);
    // Its opening message may be sent anew.
    expect((await room.ask({ message: 'Never mind', clientMessageId: 'gone' })).body.conversationId).not.toBe(
      conversationId,
    );
  });

  describe('in a list', () => {
    let user: TestUser;
    let botId: string;
    let ids: string[];

    beforeAll(async () => {
      user = await registerUser(server.url);
      botId = (await createBot(user.api)).id;
      ids = [];
      for (let i = 0; i < 7; i++) {
        const { body } = await user.api.post(`/bots/${botId}/conversations`, {
          title: `Number ${i} 100%_\\`,
        });
        ids.unshift(body.id);
      }
    });

    const list = async (query: string) => (await user.api.get(`/bots/${botId}/conversations?${query}`)).body;
    const idsOf = (page: Json) => page.items.map(({ id }: { id: string }) => id);

    it('come newest first, page by page, without gaps while others are added', async () => {
      const first = await list('limit=3');
      await user.api.post(`/bots/${botId}/conversations`, { title: 'Late' }).expect(201);
      const second = await list(`limit=3&cursor=${first.nextCursor}`);
      const third = await list(`limit=3&cursor=${second.nextCursor}`);
      expect([...idsOf(first), ...idsOf(second), ...idsOf(third)]).toEqual(ids);
      expect(third.nextCursor).toBeNull();
    });

    it('can be filtered by title, literally', async () => {
      expect(idsOf(await list('q=number%203'))).toEqual([ids[3]]);
      expect(idsOf(await list(`q=${encodeURIComponent('100%_\\')}&limit=100`))).toEqual(ids);
      expect(idsOf(await list(`q=${encodeURIComponent('1%')}`))).toEqual([]);
    });

    it('can be filtered by status', async () => {
      await user.api.patch(`/conversations/${ids[2]}`, { status: 'archived' }).expect(200);
      expect(idsOf(await list('status=archived'))).toEqual([ids[2]]);
      expect(idsOf(await list('status=active&limit=100'))).not.toContain(ids[2]);
    });

    it('can be filtered by time', async () => {
      const { createdAt } = (await user.api.get(`/conversations/${ids[4]}`)).body;
      expect(idsOf(await list(`from=${createdAt}&limit=100`))).toEqual(
        expect.arrayContaining([ids[4], ids[3]]),
      );
      expect(idsOf(await list(`to=${createdAt}&limit=100`))).toEqual(
        expect.arrayContaining([ids[5], ids[6]]),
      );
      expect(idsOf(await list(`to=${createdAt}&limit=100`))).not.toContain(ids[4]);
    });

    it.each(['limit=0', 'limit=101', 'limit=x', 'status=gone', 'from=yesterday', 'unknown=1'])(
      'refuse %s',
      async (query) => {
        expect((await user.api.get(`/bots/${botId}/conversations?${query}`)).status).toBe(422);
      },
    );

    it('refuse the cursor of another list', async () => {
      const { nextCursor } = await list('limit=1');
      const elsewhere = await get(`/bots/${room.bot.id}/conversations?cursor=${nextCursor}`);
      expect(elsewhere.body).toMatchObject({ status: 400, code: 'cursor.invalid' });
    });
  });

  describe('their messages', () => {
    let id: string;
    const seqs = (page: Json) => page.items.map(({ seq }: { seq: number }) => seq);
    const page = async (query: string) => (await get(`/conversations/${id}/messages?${query}`)).body;

    beforeAll(async () => {
      id = await conversation('Question 1');
      for (let i = 2; i <= 5; i++)
        await room.ask({ message: `Question ${i}`, conversationId: id }).expect(200);
    });

    it('are read oldest first, from the beginning to the end', async () => {
      const first = await page('limit=4');
      expect(seqs(first)).toEqual([1, 2, 3, 4]);
      expect(first.previousCursor).toBeNull();
      const second = await page(`limit=4&cursor=${first.nextCursor}`);
      expect(seqs(second)).toEqual([5, 6, 7, 8]);
      const third = await page(`limit=4&cursor=${second.nextCursor}`);
      expect(seqs(third)).toEqual([9, 10]);
      expect(third.nextCursor).toBeNull();
    });

    it('are read from the end backwards, each page still oldest first', async () => {
      const last = await page('limit=4&start=newest');
      expect(seqs(last)).toEqual([7, 8, 9, 10]);
      expect(last.nextCursor).toBeNull();
      const middle = await page(`limit=4&cursor=${last.previousCursor}`);
      expect(seqs(middle)).toEqual([3, 4, 5, 6]);
      expect(seqs(await page(`limit=4&cursor=${middle.previousCursor}`))).toEqual([1, 2]);
      expect(seqs(await page(`limit=4&cursor=${middle.nextCursor}`))).toEqual([7, 8, 9, 10]);
    });

    it('are empty in an empty conversation', async () => {
      const { body } = await room.user.api.post(`/bots/${room.bot.id}/conversations`, {});
      expect((await get(`/conversations/${body.id}/messages`)).body).toEqual({
        items: [],
        nextCursor: null,
        previousCursor: null,
      });
    });

    it('refuse cursors that were tampered with or are another conversation’s', async () => {
      const { nextCursor } = await page('limit=1');
      const other = await conversation('Other');
      const forged = Buffer.from(`messages:${id}:after:-1`).toString('base64url');
      for (const path of [
        `/conversations/${other}/messages?cursor=${nextCursor}`,
        `/conversations/${id}/messages?cursor=${nextCursor.slice(0, -2)}`,
        `/conversations/${id}/messages?cursor=${forged}`,
        `/conversations/${id}/messages?cursor=x`,
      ]) {
        expect((await get(path)).body).toMatchObject({ status: 400, code: 'cursor.invalid' });
      }
    });
  });

  describe('of other tenants', () => {
    it('look like ones that do not exist, whichever way one asks', async () => {
      const eve = await registerUser(server.url);
      const { body } = await room.ask({ message: 'Secret canary' });
      const before = await withClient(server.config.databaseUrl!, (client) => checksum(client));
      const ids = { bot: room.bot.id, conversation: body.conversationId, answer: body.message.id };
      const random = { bot: newId(), conversation: newId(), answer: newId() };
      const requests: ((at: typeof ids) => [string, string, object?])[] = [
        ({ bot }) => ['get', `/bots/${bot}/conversations`],
        ({ bot }) => ['post', `/bots/${bot}/conversations`, {}],
        ({ bot }) => ['post', `/bots/${bot}/chat`, { message: 'x' }],
        ({ conversation }) => ['get', `/conversations/${conversation}`],
        ({ conversation }) => ['patch', `/conversations/${conversation}`, { title: 'mine' }],
        ({ conversation }) => ['delete', `/conversations/${conversation}`],
        ({ conversation }) => ['get', `/conversations/${conversation}/messages`],
        ({ answer }) => ['get', `/messages/${answer}`],
        ({ answer }) => ['get', `/messages/${answer}/stream`],
        ({ answer }) => ['post', `/messages/${answer}/stop`],
        ({ answer }) => ['post', `/messages/${answer}/regenerate`],
        ({ answer }) => ['put', `/messages/${answer}/feedback`, { rating: 'down' }],
      ];
      for (const request of requests) {
        const [theirs, nobodys] = await Promise.all(
          [ids, random].map(async (at) => {
            const [method, path, payload] = request(at);
            return (eve.api as Json)[method](path, payload);
          }),
        );
        expect({ path: request(ids)[1], status: theirs.status }).toEqual({
          path: request(ids)[1],
          status: 404,
        });
        const { requestId: _a, instance: _b, ...seen } = theirs.body;
        const { requestId: _c, instance: _d, ...expected } = nobodys.body;
        expect(seen).toEqual(expected);
        expect(theirs.text).not.toContain('canary');
      }
      expect(await withClient(server.config.databaseUrl!, (client) => checksum(client))).toEqual(before);
    });

    it('cannot be gone on with at a bot of one’s own', async () => {
      const eve = await registerUser(server.url);
      const bot = await createBot(eve.api);
      const { body } = await room.ask({ message: 'Secret' });
      const answer = await eve.api.post(`/bots/${bot.id}/chat`, {
        message: 'x',
        conversationId: body.conversationId,
      });
      expect(answer.body).toMatchObject({ status: 404, code: 'conversation.not_found' });
      const own = await createBot(room.user.api);
      const mixed = await room.user.api.post(`/bots/${own.id}/chat`, {
        message: 'x',
        conversationId: body.conversationId,
      });
      expect(mixed.body).toMatchObject({ status: 404, code: 'conversation.not_found' });
    });

    it('give no event to a stream that names the last event of theirs', async () => {
      const eve = await registerUser(server.url);
      const stream = await room.stream({ message: 'Secret canary' });
      await stream.all();
      const spy = await EventStream.open(
        `${server.url}/api/v1/messages/${stream.events[0].data.messageId}/stream`,
        {
          token: eve.accessToken,
          lastEventId: stream.events[1].id,
        },
      );
      expect(spy.response.status).toBe(404);
      expect(spy.events).toEqual([]);
    });

    it('need a signed-in caller', async () => {
      const anonymous = room.user.api.as(undefined);
      for (const path of [
        `/bots/${room.bot.id}/conversations`,
        `/messages/${newId()}`,
        `/messages/${newId()}/stream`,
      ]) {
        expect((await anonymous.get(path)).status).toBe(401);
      }
      expect((await anonymous.post(`/bots/${room.bot.id}/chat`, { message: 'x' })).status).toBe(401);
    });
  });
});

async function checksum(client: { query(sql: string): Promise<{ rows: unknown[] }> }): Promise<unknown> {
  const { rows } = await client.query(`
    SELECT (SELECT md5(string_agg(c::text, '|' ORDER BY id)) FROM conversations c) AS conversations,
           (SELECT md5(string_agg(m::text, '|' ORDER BY id)) FROM messages m) AS messages`);
  return rows[0];
}
