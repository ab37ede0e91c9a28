import { ChatRoom } from '../support/chat-room.js';
import { EventStream } from '../support/event-stream.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const LEAVE = 'How long is parental leave?';
const ANSWER = ['Parental leave ', 'is 16 weeks', ' at full pay. [1]'];

describe('an answer', () => {
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

  describe('resuming', () => {
    it.each([1, 2, 3])('loses and doubles nothing after %i events', async (count) => {
      room.model.play({ tokens: ANSWER, holdAt: 2 });
      const first = await room.stream({ message: LEAVE });
      await first.until((events) => events.length >= count && events.length >= 3);
      const seen = first.events.slice(0, count);
      const { messageId } = first.events[0].data;
      const second = await room.resume(messageId, seen.at(-1)!.id);
      room.model.release();
      await Promise.all([first.all(), second.all()]);
      const text = [...seen, ...second.events].map(({ data }) => data.text ?? '').join('');
      expect(text).toBe(ANSWER.join(''));
      expect(second.events[0].id).toBeGreaterThan(seen.at(-1)!.id);
    });

    it('replays the whole answer when it is over', async () => {
      const { body } = await room.ask({ message: LEAVE });
      const replay = await room.resume(body.message.id);
      expect((await replay.all()).map(({ event }) => event)).toEqual([
        'started',
        'sources',
        'delta',
        'completed',
      ]);
      expect(replay.of('completed')[0].data.message).toEqual(body.message);
    });

    it('answers 204 to a client that has everything', async () => {
      const stream = await room.stream({ message: LEAVE });
      await stream.all();
      const { response } = await room.resume(stream.events[0].data.messageId, stream.lastId);
      expect(response.status).toBe(204);
    });

    it.each(['x', '-1', '1e3', '9'.repeat(16)])('refuses %s as event id', async (id) => {
      const { body } = await room.ask({ message: LEAVE });
      const { response } = await room.resume(body.message.id, id);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'chat.invalid_event_id' });
    });

    it('survives event ids from nowhere', async () => {
      const { body } = await room.ask({ message: LEAVE });
      const stream = await room.resume(body.message.id, 123_456_789_012_345);
      await stream.all();
      expect(stream.text).toBe(ANSWER.join(''));
    });
  });

  describe('stopping', () => {
    it('keeps what was written and tells the model', async () => {
      room.model.play({ tokens: ANSWER, hangAt: 2 });
      const stream = await room.stream({ message: LEAVE });
      await stream.until((events) => events.some(({ event }) => event === 'delta'));
      const { messageId } = stream.events[0].data;
      const { status, body } = await room.user.api.post(`/messages/${messageId}/stop`);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        id: messageId,
        status: 'stopped',
        content: 'Parental leave is 16 weeks',
        error: null,
      });
      const last = (await stream.all()).at(-1)!;
      expect(last).toMatchObject({ event: 'completed', data: { message: { status: 'stopped' } } });
      await room.model.until((calls) => calls.at(-1)!.state === 'aborted');
    });

    it('leaves an answer that is over as it is', async () => {
      const { body } = await room.ask({ message: LEAVE });
      const stopped = await room.user.api.post(`/messages/${body.message.id}/stop`);
      expect(stopped.body).toEqual(body.message);
    });

    it('takes a turn that waits out of the queue', async () => {
      room.model.play({ tokens: ANSWER, holdAt: 1 });
      const first = await room.stream({ message: LEAVE });
      await first.until((events) => events.length >= 3);
      const { conversationId } = first.events[0].data;
      const second = await room.stream({ message: 'Second', conversationId });
      await second.until((events) => events.length >= 1);
      const calls = room.model.calls.length;
      await room.user.api.post(`/messages/${second.events[0].data.messageId}/stop`).expect(200);
      expect((await second.all()).at(-1)).toMatchObject({
        event: 'completed',
        data: { message: { status: 'stopped', content: '' } },
      });
      room.model.release();
      await first.all();
      room.model.play({ tokens: ANSWER });
      await room.ask({ message: 'Third', conversationId }).expect(200);
      expect(room.model.calls.length).toBe(calls + 1);
    });
  });

  describe('regenerating', () => {
    it('adds another answer to the same question', async () => {
      const { body } = await room.ask({ message: LEAVE });
      room.model.play({ tokens: ['Four months.'] });
      const again = await room.user.api.post(`/messages/${body.message.id}/regenerate`);
      expect(again.status).toBe(200);
      expect(again.body.userMessage).toEqual(body.userMessage);
      expect(again.body.message).toMatchObject({
        seq: 3,
        content: 'Four months.',
        parentId: body.userMessage.id,
      });
      expect(await room.messages(body.conversationId)).toHaveLength(3);
      expect(room.model.lastRequest!.messages).toEqual([{ role: 'user', content: LEAVE }]);
    });

    it('takes the id of the question, too, and streams', async () => {
      room.model.play({ failAt: 0 });
      const failed = await room.stream({ message: LEAVE });
      await failed.all();
      room.model.play({ tokens: ANSWER });
      const stream = await EventStream.open(
        `${server.url}/api/v1/messages/${failed.events[0].data.userMessageId}/regenerate`,
        { method: 'POST', token: room.user.accessToken },
      );
      expect((await stream.all()).at(-1)).toMatchObject({ event: 'completed' });
      expect(stream.text).toBe(ANSWER.join(''));
    });

    it('goes by the newest answer afterwards', async () => {
      const { body } = await room.ask({ message: LEAVE });
      room.model.play({ tokens: ['Four months.'] });
      await room.user.api.post(`/messages/${body.message.id}/regenerate`).expect(200);
      await room.ask({ message: 'Sure?', conversationId: body.conversationId }).expect(200);
      expect(room.model.lastRequest!.messages.map(({ content }) => content)).toEqual([
        LEAVE,
        'Four months.',
        'Sure?',
      ]);
    });

    it('writes one answer when asked twice at once', async () => {
      const { body } = await room.ask({ message: LEAVE });
      room.model.play({ tokens: ['Four months.'], firstTokenDelayMs: 200 });
      const both = await Promise.all(
        [1, 2].map(() => room.user.api.post(`/messages/${body.message.id}/regenerate`)),
      );
      expect(both.map(({ status }) => status)).toEqual([200, 200]);
      expect(both[0].body.message.id).toBe(both[1].body.message.id);
    });
  });

  describe('feedback', () => {
    it('rates, changes and takes back', async () => {
      const { body } = await room.ask({ message: LEAVE });
      const put = (feedback: object) => room.user.api.put(`/messages/${body.message.id}/feedback`, feedback);
      expect((await put({ rating: 'down', comment: 'Wrong page.' })).body).toEqual({
        ...body.message,
        rating: 'down',
        feedbackComment: 'Wrong page.',
      });
      expect((await put({ rating: 'up' })).body).toMatchObject({ rating: 'up', feedbackComment: null });
      expect((await put({ rating: null })).body).toEqual(body.message);
      expect(await room.message(body.message.id)).toEqual(body.message);
    });

    it.each<[string, object]>([
      ['nothing', {}],
      ['another word', { rating: 'meh' }],
      ['a number', { rating: 1 }],
      ['a long comment', { rating: 'up', comment: 'x'.repeat(2_001) }],
    ])('refuses %s', async (_, feedback) => {
      const { body } = await room.ask({ message: LEAVE });
      const answer = await room.user.api.put(`/messages/${body.message.id}/feedback`, feedback);
      expect(answer.status).toBe(422);
    });

    it('is for answers only', async () => {
      const { body } = await room.ask({ message: LEAVE });
      const answer = await room.user.api.put(`/messages/${body.userMessage.id}/feedback`, { rating: 'up' });
      expect(answer.body).toMatchObject({ status: 422, code: 'message.not_an_answer' });
    });
  });
});
