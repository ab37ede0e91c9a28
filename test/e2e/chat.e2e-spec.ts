import { DomainError } from '../../src/kernel/domain-error.js';
import { newId } from '../../src/kernel/id.js';
import { unique } from '../factories/unique.js';
import { ChatRoom } from '../support/chat-room.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const LEAVE = 'How long is parental leave?';
const ANSWER = ['Parental leave ', 'is 16 weeks', ' at full pay. [1]'];

describe('asking a bot', () => {
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

  describe('as JSON', () => {
    it('returns question and answer with the sources it cites', async () => {
      room.model.play({ tokens: ANSWER, finish: { answered: true } });
      const { status, body } = await room.ask({ message: LEAVE });
      expect(status).toBe(200);
      expect(body.userMessage).toMatchObject({
        role: 'user',
        seq: 1,
        content: LEAVE,
        status: 'completed',
        citations: [],
      });
      expect(body.message).toMatchObject({
        conversationId: body.conversationId,
        seq: 2,
        role: 'assistant',
        content: ANSWER.join(''),
        status: 'completed',
        answered: true,
        rating: null,
        model: 'scripted',
        usage: { completionTokens: 3 },
        error: null,
        parentId: body.userMessage.id,
        citations: [
          {
            index: 1,
            title: 'Handbook',
            page: 12,
            heading: 'Leave',
            snippet: 'Parental leave is 16 weeks at full pay.',
          },
        ],
      });
      expect(body.message.latencyMs).toBeGreaterThanOrEqual(body.message.firstTokenMs);
      expect(await room.message(body.message.id)).toEqual(body.message);
    });

    it('drops citations of passages that do not exist, in every split', async () => {
      room.model.play({ tokens: ['Sixteen weeks [', '7', '] or so [1', '] and [1, 9].'] });
      const { body } = await room.ask({ message: LEAVE });
      expect(body.message.content).toBe('Sixteen weeks or so [1] and [1].');
      expect(body.message.citations).toHaveLength(1);
    });

    it('gives the model instructions, fenced passages and the question', async () => {
      await room.ask({ message: LEAVE });
      const request = room.model.lastRequest!;
      expect(request.system).toContain('<passage number="1" title="Handbook" heading="Leave" page="12">');
      expect(request.system).toContain(request.fallbackMessage);
      expect(request.messages).toEqual([{ role: 'user', content: LEAVE }]);
      expect(request).toMatchObject({
        question: LEAVE,
        language: 'en',
        temperature: 0.2,
        maxOutputTokens: 1024,
      });
      expect(request.passages[0]).toMatchObject({ index: 1, page: 12, heading: 'Leave' });
    });

    it('tells the model what was said before, without citations, oldest first', async () => {
      const { body } = await room.ask({ message: LEAVE });
      await room.ask({ message: 'And lunch?', conversationId: body.conversationId });
      expect(room.model.lastRequest!.messages).toEqual([
        { role: 'user', content: LEAVE },
        { role: 'assistant', content: 'Parental leave is 16 weeks at full pay.' },
        { role: 'user', content: 'And lunch?' },
      ]);
    });

    it('finds what a follow-up leans on', async () => {
      const { body } = await room.ask({ message: LEAVE });
      await room.ask({ message: 'And when does it start?', conversationId: body.conversationId });
      expect(room.model.lastRequest!.passages[0]?.page).toBe(12);
    });
  });

  describe('as a stream', () => {
    it('sends started, sources, deltas and completed with rising ids', async () => {
      const stream = await room.stream({ message: LEAVE });
      const events = await stream.all();
      expect(events.map(({ event }) => event)).toEqual(['started', 'sources', 'delta', 'completed']);
      const [started, sources, , completed] = events.map(({ data }) => data);
      expect(started).toEqual({
        conversationId: completed.message.conversationId,
        userMessageId: completed.message.parentId,
        messageId: completed.message.id,
      });
      expect(sources.citations[0]).toMatchObject({ index: 1, page: 12, heading: 'Leave' });
      expect(stream.text).toBe(ANSWER.join(''));
      expect(completed.message).toEqual(await room.message(started.messageId));
      const ids = events.map(({ id }) => id);
      expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    });

    it('tells proxies to keep their hands off', async () => {
      const { response } = await room.stream({ message: LEAVE });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
      expect(response.headers.get('cache-control')).toContain('no-transform');
      expect(response.headers.get('x-accel-buffering')).toBe('no');
    });

    it('sends text while the model is still writing', async () => {
      room.model.play({ tokens: ANSWER, holdAt: 2 });
      const stream = await room.stream({ message: LEAVE });
      await stream.until((events) => events.some(({ event }) => event === 'delta'));
      expect(stream.text).toBe('Parental leave is 16 weeks');
      expect(stream.of('completed')).toEqual([]);
      room.model.release();
      await stream.all();
      expect(stream.text).toBe(ANSWER.join(''));
    });

    it('keeps every character whatever the split', async () => {
      const text = 'naïve 👩‍👩‍👧‍👦 日本語 “quotes”\n\ndata: x\n\nevent: failed\r\n`code [9]` [1]';
      room.model.play({ tokens: [...text] });
      const stream = await room.stream({ message: LEAVE });
      await stream.all();
      expect(stream.text).toBe(text);
      expect(stream.of('completed')[0].data.message.content).toBe(text);
    });

    it('goes on without its client', async () => {
      room.model.play({ tokens: ANSWER, holdAt: 1 });
      const stream = await room.stream({ message: LEAVE });
      await stream.until((events) => events.some(({ event }) => event === 'delta'));
      const { messageId } = stream.events[0].data;
      stream.close();
      await stream.end;
      room.model.release();
      const resumed = await room.resume(messageId, stream.lastId);
      await resumed.all();
      expect(resumed.of('completed')[0].data.message.content).toBe(ANSWER.join(''));
    });
  });

  describe('when the model fails', () => {
    const failures: [string, Parameters<typeof room.model.play>[0], number, string][] = [
      [
        'at once',
        { failAt: 0, error: new DomainError('ai.provider_busy', 'unavailable') },
        503,
        'ai.provider_busy',
      ],
      ['with an unexpected error', { failAt: 1 }, 500, 'internal.error'],
      ['by breaking off', { tokens: 3, cutAt: 2 }, 503, 'ai.stream_interrupted'],
      ['by saying nothing', { tokens: [] }, 503, 'chat.empty_answer'],
      ['by saying nothing but blanks', { tokens: [' ', '\n'] }, 503, 'chat.empty_answer'],
      ['by its safety rules', { tokens: 2, finish: { reason: 'safety' } }, 503, 'chat.answer_blocked'],
      ['by reciting', { tokens: 2, finish: { reason: 'recitation' } }, 503, 'chat.answer_recitation'],
    ];

    it.each(failures)('%s, says so', async (_, script, status, code) => {
      room.model.play(script);
      const answer = await room.ask({ message: LEAVE });
      expect(answer.status).toBe(status);
      expect(answer.body).toMatchObject({ code, status });
      const stream = await room.stream({ message: LEAVE });
      const last = (await stream.all()).at(-1)!;
      expect(last).toMatchObject({ event: 'failed', data: { problem: { code, status } } });
      const stored = await room.message(stream.events[0].data.messageId);
      expect(stored).toMatchObject({ status: 'failed', error: { code }, content: stream.text });
      expect(JSON.stringify(last)).not.toContain('scripted failure');
    });

    it('tells it in the language of the reader', async () => {
      room.model.play({ tokens: [] });
      const stream = await room.stream({ message: LEAVE }, { 'Accept-Language': 'de' });
      expect((await stream.all()).at(-1)!.data.problem.detail).toContain('Das Modell hat nichts geschrieben');
    });

    it('does not replay failed turns to the model', async () => {
      const { body } = await room.ask({ message: LEAVE });
      const { conversationId } = body;
      room.model.play({ tokens: 2, cutAt: 1 });
      for (let i = 0; i < 20; i++) await room.ask({ message: `Failing ${i}`, conversationId }).expect(503);
      room.model.play({ tokens: ANSWER });
      await room.ask({ message: 'And now?', conversationId }).expect(200);
      expect(room.model.lastRequest!.messages.map(({ content }) => content)).toEqual([
        LEAVE,
        'Parental leave is 16 weeks at full pay.',
        'And now?',
      ]);
    });

    it('cuts a model off that never ends', async () => {
      room.model.play({ tokens: Array.from({ length: 40_000 }, () => 'and so on ') });
      const { body } = await room.ask({ message: LEAVE });
      expect(body.message.status).toBe('completed');
      expect(body.message.content.length).toBe(1024 * 12);
    });
  });

  describe('bad input', () => {
    it.each<[string, object]>([
      ['nothing', {}],
      ['an empty message', { message: '' }],
      ['blanks', { message: ' \n\t' }],
      ['a message of 10,001 characters', { message: 'x'.repeat(10_001) }],
      ['a number', { message: 7 }],
      ['a path for an id', { message: LEAVE, conversationId: '../..' }],
      ['an empty client message id', { message: LEAVE, clientMessageId: '' }],
      ['a long client message id', { message: LEAVE, clientMessageId: 'x'.repeat(201) }],
      ['a field of ours', { message: LEAVE, role: 'assistant' }],
    ])('is refused: %s', async (_, body) => {
      const answer = await room.ask(body);
      expect(answer.status).toBe(422);
      expect(answer.body.errors.length).toBeGreaterThan(0);
    });

    it('is refused when it cannot be stored', async () => {
      expect((await room.ask({ message: 'a\u0000b' })).body).toMatchObject({ code: 'request.invalid_text' });
    });

    it('is refused when it asks for another format', async () => {
      const answer = await room.ask({ message: LEAVE }).set('Accept', 'image/png');
      expect(answer.body).toMatchObject({ status: 400, code: 'request.not_acceptable' });
    });

    it('names what does not exist', async () => {
      const bot = await room.user.api.post(`/bots/${newId()}/chat`, { message: LEAVE });
      expect(bot.body).toMatchObject({ status: 404, code: 'bot.not_found' });
      const conversation = await room.ask({ message: LEAVE, conversationId: newId() });
      expect(conversation.body).toMatchObject({ status: 404, code: 'conversation.not_found' });
      for (const path of ['stop', 'regenerate']) {
        const answer = await room.user.api.post(`/messages/${newId()}/${path}`);
        expect(answer.body).toMatchObject({ status: 404, code: 'message.not_found' });
      }
    });

    it('stores hostile text as it is', async () => {
      const message = `'; DROP TABLE messages; -- <script>{{7*7}}</script> \u202e ${unique('x')} %_\\`;
      const { body } = await room.ask({ message });
      expect(body.userMessage.content).toBe(message);
    });
  });
});
