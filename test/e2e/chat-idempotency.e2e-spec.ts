import { newId } from '../../src/kernel/id.js';
import { createBot } from '../factories/bot.factory.js';
import { registerUser } from '../factories/user.factory.js';
import { ChatRoom } from '../support/chat-room.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const LEAVE = 'How long is parental leave?';

describe('sending a message more than once', () => {
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
  beforeEach(() => room.model.play({ tokens: ['Sixteen ', 'weeks.'] }));

  const calls = () => room.model.calls.length;

  it('returns the first result', async () => {
    const before = calls();
    const body = { message: LEAVE, clientMessageId: newId() };
    const first = await room.ask(body);
    const second = await room.ask(body);
    expect(second.status).toBe(200);
    expect(second.body).toEqual(first.body);
    expect(calls()).toBe(before + 1);
  });

  it('does so for 50 at once, over REST, SSE and sockets', async () => {
    const before = calls();
    room.model.play({ tokens: ['Sixteen ', 'weeks.'], firstTokenDelayMs: 100 });
    const clientMessageId = newId();
    const { socket } = await room.socket();
    const results = await Promise.all([
      ...Array.from({ length: 20 }, async () => {
        const { status, body } = await room.ask({ message: LEAVE, clientMessageId });
        expect(status).toBe(200);
        return [body.conversationId, body.userMessage.id, body.message.id];
      }),
      ...Array.from({ length: 15 }, async () => {
        const stream = await room.stream({ message: LEAVE, clientMessageId });
        const [{ data }] = await stream.all();
        expect(stream.text).toBe('Sixteen weeks.');
        return [data.conversationId, data.userMessageId, data.messageId];
      }),
      ...Array.from({ length: 15 }, async () => {
        const ack = await socket.emitWithAck('message:send', {
          botId: room.bot.id,
          content: LEAVE,
          clientMessageId,
        });
        return [ack.conversationId, ack.userMessageId, ack.messageId];
      }),
    ]);
    expect(new Set(results.map((ids) => ids.join())).size).toBe(1);
    expect(calls()).toBe(before + 1);
    expect(await room.messages(results[0][0])).toHaveLength(2);
  });

  it('does so inside a conversation', async () => {
    const { conversationId } = (await room.ask({ message: 'Hello' })).body;
    const body = { message: LEAVE, conversationId, clientMessageId: newId() };
    const answers = await Promise.all(Array.from({ length: 10 }, () => room.ask(body)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(new Set(answers.map((answer) => answer.body.message.id)).size).toBe(1);
    expect(await room.messages(conversationId)).toHaveLength(4);
    await room.ask({ message: 'Next', conversationId }).expect(200);
  });

  it('takes Idempotency-Key for the same', async () => {
    const key = newId();
    const first = await room.ask({ message: LEAVE }).set('Idempotency-Key', key);
    const second = await room.ask({ message: LEAVE }).set('Idempotency-Key', key);
    expect(second.body).toEqual(first.body);
    const bad = await room.ask({ message: LEAVE }).set('Idempotency-Key', 'a b');
    expect(bad.body).toMatchObject({ status: 400, code: 'idempotency.key_invalid' });
  });

  it('refuses another text under the same id', async () => {
    const clientMessageId = newId();
    const { body } = await room.ask({ message: LEAVE, clientMessageId });
    const reused = await room.ask({ message: 'Something else', clientMessageId });
    expect(reused.body).toMatchObject({ status: 409, code: 'chat.message_id_reused' });
    const inside = { conversationId: body.conversationId, clientMessageId };
    expect((await room.ask({ message: 'Something else', ...inside })).status).toBe(409);
    expect((await room.ask({ message: LEAVE, ...inside })).body).toEqual(body);
  });

  it('keeps users, bots and conversations apart', async () => {
    const clientMessageId = newId();
    const { body } = await room.ask({ message: LEAVE, clientMessageId });
    const other = await createBot(room.user.api);
    const atOther = await room.user.api.post(`/bots/${other.id}/chat`, {
      message: 'Different',
      clientMessageId,
    });
    expect(atOther.status).toBe(200);
    const eve = await registerUser(server.url);
    const evesBot = await createBot(eve.api);
    const eves = await eve.api.post(`/bots/${evesBot.id}/chat`, { message: 'Different', clientMessageId });
    expect(eves.status).toBe(200);
    const { conversationId } = (await room.ask({ message: 'Hello' })).body;
    const elsewhere = await room.ask({ message: 'Different', conversationId, clientMessageId });
    expect(elsewhere.status).toBe(200);
    expect(new Set([body, atOther.body, eves.body, elsewhere.body].map((b) => b.message.id)).size).toBe(4);
  });

  it('returns a failure as the first result, too, and can be asked again on purpose', async () => {
    const body = { message: LEAVE, clientMessageId: newId() };
    room.model.play({ tokens: [] });
    await room.ask(body).expect(503);
    room.model.play({ tokens: ['Sixteen weeks.'] });
    const before = calls();
    const repeated = await room.stream(body);
    const events = await repeated.all();
    expect(events.at(-1)).toMatchObject({
      event: 'failed',
      data: { problem: { code: 'chat.empty_answer' } },
    });
    expect(calls()).toBe(before);
    const again = await room.user.api.post(`/messages/${events[0].data.userMessageId}/regenerate`);
    expect(again.body.message).toMatchObject({ status: 'completed', content: 'Sixteen weeks.' });
  });
});
