import { newId } from '../../../src/kernel/id.js';
import { createBot } from '../../factories/bot.factory.js';
import { registerUser, type TestUser } from '../../factories/user.factory.js';
import { ChatRoom } from '../../support/chat-room.js';
import { EventStream } from '../../support/event-stream.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { waitFor } from '../../support/wait-for.js';
import { join } from '../tenants/world.js';

const LEAVE = 'How long is parental leave?';

interface StoredMessage {
  id: string;
  seq: number;
  role: string;
  content: string;
  status: string;
  parentId?: string;
}

describe('many messages at once', () => {
  let server: TestApp;
  let room: ChatRoom;
  let colleague: TestUser;

  beforeAll(async () => {
    server = await startTestApp();
    room = await ChatRoom.open(server);
    colleague = await registerUser(server.url);
    await join(server, room.user.workspaceId, colleague, 'editor');
  }, 60_000);
  afterAll(async () => {
    room.close();
    await server.close();
  });
  beforeEach(() => room.model.play({ tokens: ['Sixteen ', 'weeks.'] }));

  describe('with one client message id', () => {
    it('let one text win, whatever came first', async () => {
      const clientMessageId = newId();
      const before = room.model.calls.length;
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          room.ask({ message: i % 2 ? LEAVE : 'When is lunch?', clientMessageId }),
        ),
      );
      const won = answers.filter(({ status }) => status === 200);
      const lost = answers.filter(({ status }) => status !== 200);
      expect(won.length).toBe(25);
      expect(new Set(won.map(({ body }) => `${body.userMessage.content} ${body.message.id}`)).size).toBe(1);
      expect(lost.map(({ body }) => `${body.status} ${body.code}`)).toEqual(
        Array(25).fill('409 chat.message_id_reused'),
      );
      expect(room.model.calls.length).toBe(before + 1);
    });

    it('are independent for another member of the same workspace', async () => {
      const clientMessageId = newId();
      const before = room.model.calls.length;
      const mine = await room.ask({ message: LEAVE, clientMessageId });
      const theirs = await colleague.api.post(`/bots/${room.bot.id}/chat`, {
        message: 'When is lunch?',
        clientMessageId,
      });
      expect([mine.status, theirs.status]).toEqual([200, 200]);
      expect(theirs.body.conversationId).not.toBe(mine.body.conversationId);
      expect(theirs.body.userMessage.content).toBe('When is lunch?');
      expect(room.model.calls.length).toBe(before + 2);
    });

    it('are the same whether the id came in the body, in the header or over a socket', async () => {
      const id = newId();
      const before = room.model.calls.length;
      const { socket } = await room.socket();
      const inBody = await room.ask({ message: LEAVE, clientMessageId: id });
      const inHeader = await room.ask({ message: LEAVE }).set('Idempotency-Key', id);
      const stream = await room.stream({ message: LEAVE }, { 'Idempotency-Key': id });
      const [started] = await stream.all();
      const ack = await socket.emitWithAck('message:send', {
        botId: room.bot.id,
        content: LEAVE,
        clientMessageId: id,
      });
      const ids = [inBody.body.message.id, inHeader.body.message.id, started.data.messageId, ack.messageId];
      expect(new Set(ids).size).toBe(1);
      const other = await socket.emitWithAck('message:send', {
        botId: room.bot.id,
        content: 'No',
        clientMessageId: id,
      });
      expect(other).toMatchObject({ ok: false, problem: { status: 409, code: 'chat.message_id_reused' } });
      expect(room.model.calls.length).toBe(before + 1);
    });
  });

  it('from ten sockets into one conversation are put into one order', async () => {
    const { conversationId } = (await room.ask({ message: 'Hello' })).body;
    room.model.play((request) => ({ tokens: [`Re: ${request.question}`] }));
    const before = room.model.calls.length;
    let most = 0;
    const watching = room.model.until((calls) => {
      const running = calls.slice(before).filter(({ state }) => state === 'running').length;
      most = Math.max(most, running);
      return calls.length - before === 100 && running === 0;
    });
    const sockets = await Promise.all(Array.from({ length: 10 }, () => room.socket()));
    for (const { socket } of sockets) await socket.emitWithAck('conversation:join', { conversationId });
    const acks = await Promise.all(
      sockets.flatMap(({ socket }, s) =>
        Array.from({ length: 10 }, (_, m) =>
          socket.emitWithAck('message:send', {
            botId: room.bot.id,
            conversationId,
            content: `Socket ${s}, message ${m}`,
            clientMessageId: `${s}-${m}`,
          }),
        ),
      ),
    );
    expect(acks.filter(({ ok }) => !ok)).toEqual([]);
    await watching;
    expect(most).toBe(1);

    const messages = await waitFor('all answers', () => finished(conversationId));
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, i) => i + 1));
    expect(messages.length).toBe(202);
    for (let i = 0; i < messages.length; i += 2) {
      const [question, answer] = messages.slice(i, i + 2);
      expect([question.role, answer.role]).toEqual(['user', 'assistant']);
      expect(answer.parentId).toBe(question.id);
      if (i > 0) expect(answer.content).toBe(`Re: ${question.content}`);
    }
    const sent = sockets.flatMap((_, s) =>
      Array.from({ length: 10 }, (__, m) => `Socket ${s}, message ${m}`),
    );
    const stored = messages
      .filter(({ role, seq }) => role === 'user' && seq > 2)
      .map(({ content }) => content);
    expect([...stored].sort()).toEqual([...sent].sort());

    const order = messages.filter(({ role, seq }) => role === 'assistant' && seq > 2).map(({ id }) => id);
    for (const { received } of sockets) {
      const completed = () => received.filter(({ event }) => event === 'message:completed');
      await waitFor('every socket to hear of every answer', () => completed().length >= 100);
      expect(completed().map(({ data }) => data.message.id)).toEqual(order);
    }
  }, 60_000);

  it('to a bot whose model does not exist are told so at once, over every transport', async () => {
    const { id } = await createBot(room.user.api, { config: { model: 'nonsense:1' } });
    const json = await room.user.api.post(`/bots/${id}/chat`, { message: LEAVE });
    expect(json.body).toMatchObject({ status: 422, code: 'ai.model_unknown' });
    const stream = await EventStream.open(`${server.url}/api/v1/bots/${id}/chat`, {
      method: 'POST',
      token: room.user.accessToken,
      body: { message: LEAVE },
    });
    const events = await stream.all();
    expect(events.map(({ event }) => event)).toEqual(['started', 'failed']);
    expect(events[1].data.problem).toMatchObject({ status: 422, code: 'ai.model_unknown' });
    const { socket, received } = await room.socket();
    const ack = await socket.emitWithAck('message:send', { botId: id, content: LEAVE });
    const failed = await waitFor('the failure', () =>
      received.find(({ event }) => event === 'message:failed'),
    );
    expect(failed.data).toMatchObject({ messageId: ack.messageId, problem: { code: 'ai.model_unknown' } });
  });

  /** All messages, page by page, once no answer is open any more. */
  async function finished(conversationId: string): Promise<StoredMessage[] | undefined> {
    const messages: StoredMessage[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = cursor ? `&cursor=${cursor}` : '';
      const { body } = await room.user.api.get(`/conversations/${conversationId}/messages?limit=100${query}`);
      messages.push(...body.items);
      cursor = body.nextCursor;
    }
    return messages.some(({ status }) => status === 'streaming') ? undefined : messages;
  }
});
