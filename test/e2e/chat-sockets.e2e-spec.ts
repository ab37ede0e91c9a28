import { newId } from '../../src/kernel/id.js';
import { registerUser } from '../factories/user.factory.js';
import { ChatRoom, type ReceivedMessage } from '../support/chat-room.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';

const LEAVE = 'How long is parental leave?';
const ANSWER = ['Parental leave ', 'is 16 weeks', ' at full pay. [1]'];

describe('chat over sockets', () => {
  let server: TestApp;
  let room: ChatRoom;

  beforeAll(async () => {
    server = await startTestApp();
    room = await ChatRoom.open(server);
  });
  afterAll(async () => {
    room.close();
    await server.close();
  });
  beforeEach(() => room.model.play({ tokens: ANSWER }));

  const about = (received: ReceivedMessage[], messageId: string) =>
    received.filter(({ data }) => data.messageId === messageId);
  const textOf = (received: ReceivedMessage[], messageId: string) =>
    about(received, messageId)
      .map(({ data }) => data.text ?? '')
      .join('');
  const ended = (received: ReceivedMessage[], messageId: string) =>
    waitFor(`the end of ${messageId}`, () =>
      about(received, messageId).find(({ event }) => /completed|failed/.test(event)),
    );

  it('acknowledges a message and tells of its answer', async () => {
    const { socket, received } = await room.socket();
    const ack = await socket.emitWithAck('message:send', { botId: room.bot.id, content: LEAVE });
    expect(ack).toEqual({
      ok: true,
      conversationId: expect.any(String),
      userMessageId: expect.any(String),
      messageId: expect.any(String),
    });
    await ended(received, ack.messageId);
    const events = about(received, ack.messageId);
    expect(events.map(({ event }) => event)).toEqual([
      'message:started',
      'message:sources',
      'message:delta',
      'message:completed',
    ]);
    const { ok, ...ids } = ack;
    expect(events[0].data).toEqual({ ...ids, seq: 1 });
    expect(ok).toBe(true);
    expect(textOf(received, ack.messageId)).toBe(ANSWER.join(''));
    expect(events[3].data.message).toEqual(await room.message(ack.messageId));
    const seqs = events.map(({ data }) => data.seq);
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
  });

  it('tells everybody in the conversation, each once', async () => {
    const one = await room.socket();
    const two = await room.socket();
    const { conversationId } = (await room.ask({ message: LEAVE })).body;
    for (const { socket } of [one, two]) {
      expect(await socket.emitWithAck('conversation:join', { conversationId })).toEqual({
        ok: true,
        conversationId,
      });
    }
    const ack = await one.socket.emitWithAck('message:send', {
      botId: room.bot.id,
      conversationId,
      content: 'Again',
    });
    const rest = (await room.ask({ message: 'By REST', conversationId })).body.message.id;
    for (const { received } of [one, two]) {
      for (const id of [ack.messageId, rest]) {
        await ended(received, id);
        expect(textOf(received, id)).toBe(ANSWER.join(''));
        expect(about(received, id).filter(({ event }) => event === 'message:completed')).toHaveLength(1);
      }
    }
  });

  it('resumes after a lost connection without losing or doubling a character', async () => {
    room.model.play({ tokens: ANSWER, holdAt: 2 });
    const first = await room.socket();
    const ack = await first.socket.emitWithAck('message:send', { botId: room.bot.id, content: LEAVE });
    await waitFor('text', () => textOf(first.received, ack.messageId));
    first.socket.disconnect();
    const afterSeq = first.received.at(-1)!.data.seq;
    const second = await room.socket();
    const resumed = await second.socket.emitWithAck('message:resume', { messageId: ack.messageId, afterSeq });
    expect(resumed).toEqual(ack);
    room.model.release();
    await ended(second.received, ack.messageId);
    const text = textOf([...first.received, ...second.received], ack.messageId);
    expect(text).toBe(ANSWER.join(''));
  });

  it('starts over for a socket that asks to, while it is listening', async () => {
    room.model.play({ tokens: ANSWER, holdAt: 2 });
    const { socket, received } = await room.socket();
    const ack = await socket.emitWithAck('message:send', { botId: room.bot.id, content: LEAVE });
    await waitFor('text', () => textOf(received, ack.messageId));
    received.length = 0;
    await socket.emitWithAck('message:resume', { messageId: ack.messageId, afterSeq: 0 });
    room.model.release();
    await ended(received, ack.messageId);
    expect(textOf(received, ack.messageId)).toBe(ANSWER.join(''));
  });

  it('stops an answer', async () => {
    room.model.play({ tokens: ANSWER, hangAt: 1 });
    const { socket, received } = await room.socket();
    const { messageId } = await socket.emitWithAck('message:send', { botId: room.bot.id, content: LEAVE });
    await waitFor('text', () => textOf(received, messageId));
    const ack = await socket.emitWithAck('message:stop', { messageId });
    expect(ack).toMatchObject({
      ok: true,
      message: { id: messageId, status: 'stopped', content: 'Parental leave ' },
    });
    expect((await ended(received, messageId)).data.message.status).toBe('stopped');
  });

  it('tells of a failure with a problem', async () => {
    room.model.play({ tokens: [] });
    const { socket, received } = await room.socket();
    const { messageId } = await socket.emitWithAck('message:send', { botId: room.bot.id, content: LEAVE });
    expect(await ended(received, messageId)).toMatchObject({
      event: 'message:failed',
      data: { messageId, problem: { code: 'chat.empty_answer', status: 503 } },
    });
  });

  it('passes typing on to the others', async () => {
    const { conversationId } = (await room.ask({ message: LEAVE })).body;
    const [one, two] = [await room.socket(), await room.socket()];
    for (const { socket } of [one, two]) await socket.emitWithAck('conversation:join', { conversationId });
    expect(await one.socket.emitWithAck('typing', { conversationId, isTyping: true })).toEqual({ ok: true });
    const typing = await waitFor('typing', () => two.received.find(({ event }) => event === 'typing'));
    expect(typing.data).toEqual({ conversationId, isTyping: true });
    expect(one.received.some(({ event }) => event === 'typing')).toBe(false);
  });

  it.each([
    ['message:send', {}],
    ['message:send', { botId: 'x', content: LEAVE }],
    ['message:send', 'text'],
    ['message:send', null],
    ['message:stop', { messageId: ['a'] }],
    ['message:resume', { messageId: newId(), afterSeq: -1 }],
    ['conversation:join', undefined],
    ['typing', { conversationId: newId() }],
  ])('refuses %s with %j', async (event, payload) => {
    const { socket } = await room.socket();
    const ack = await socket.timeout(5_000).emitWithAck(event, payload);
    expect(ack.ok).toBe(false);
    expect([400, 422]).toContain(ack.problem.status);
  });

  it('answers in total order when ten sockets send a hundred messages into one conversation', async () => {
    room.model.play({ tokens: ['ok'] });
    const { conversationId } = (await room.ask({ message: 'Begin' })).body;
    const before = room.model.calls.length;
    const sockets = await Promise.all(Array.from({ length: 10 }, () => room.socket()));
    const acks = await Promise.all(
      sockets.flatMap(({ socket }, s) =>
        Array.from({ length: 10 }, (_, m) =>
          socket.emitWithAck('message:send', {
            botId: room.bot.id,
            conversationId,
            content: `Message ${s}-${m}`,
          }),
        ),
      ),
    );
    expect(acks.filter(({ ok }) => !ok)).toEqual([]);
    for (const { messageId } of acks) await ended(sockets[0].received, messageId);
    const items = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = `limit=100${cursor && `&cursor=${cursor}`}`;
      const { body } = await room.user.api.get(`/conversations/${conversationId}/messages?${query}`);
      items.push(...body.items);
      cursor = body.nextCursor;
    }
    expect(items.map(({ seq }) => seq)).toEqual(Array.from({ length: 202 }, (_, i) => i + 1));
    expect(new Set(items.map(({ content }) => content)).size).toBe(102);
    expect(items.every(({ status }) => status === 'completed')).toBe(true);
    // Answered one at a time, in the order in which the questions were stored.
    // Condensing what was said is no answer, and has no place in that order.
    const asked = room.model.calls
      .slice(before)
      .map(({ request }) => request.question)
      .filter((question) => question.startsWith('Message'));
    expect(asked).toEqual(
      items
        .filter(({ role }) => role === 'user')
        .slice(1)
        .map(({ content }) => content),
    );
  });

  it('keeps others out', async () => {
    await expect(room.socket('nonsense')).rejects.toMatchObject({ data: { status: 401 } });
    const eve = await registerUser(server.url);
    const { socket, received } = await room.socket(eve.accessToken);
    const { body } = await room.ask({ message: LEAVE });
    const attempts: [string, object, object][] = [
      ['message:send', { botId: room.bot.id, content: 'x' }, { botId: newId(), content: 'x' }],
      ['message:stop', { messageId: body.message.id }, { messageId: newId() }],
      ['message:resume', { messageId: body.message.id, afterSeq: 0 }, { messageId: newId(), afterSeq: 0 }],
      ['conversation:join', { conversationId: body.conversationId }, { conversationId: newId() }],
      [
        'typing',
        { conversationId: body.conversationId, isTyping: true },
        { conversationId: newId(), isTyping: true },
      ],
    ];
    for (const [event, foreign, random] of attempts) {
      const [theirs, nobodys] = [
        await socket.emitWithAck(event, foreign),
        await socket.emitWithAck(event, random),
      ];
      expect(theirs).toMatchObject({ ok: false, problem: { status: 404 } });
      expect({ ...theirs.problem, requestId: '' }).toEqual({ ...nobodys.problem, requestId: '' });
    }
    expect(received).toEqual([]);
  });
});
