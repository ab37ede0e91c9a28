import { ChatModels } from '../../src/ai/index.js';
import { Clock } from '../../src/kernel/clock.js';
import { createBot, type TestBot } from '../factories/bot.factory.js';
import { indexPassages } from '../factories/passages.factory.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { ScriptedChatModel } from '../fakes/scripted-chat-model.mjs';
import { EventStream, type Json } from '../support/event-stream.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { show, visit } from '../support/visitors.js';
import { waitFor } from '../support/wait-for.js';

const LEAVE = 'How long is parental leave?';
const NOTHING_LEFT = 'I have answered enough for today.';
/** What every answer costs here, in millionths of a dollar: 100 tokens at 1 and 20 at 10. */
const PRICE = 300;
const ANSWER = {
  tokens: ['Sixteen ', 'weeks. [1]'],
  finish: { answered: true, usage: { promptTokens: 100, completionTokens: 20 } },
};

describe('what answers cost', () => {
  let server: TestApp;
  let user: TestUser;
  let bot: TestBot;
  const clock = new FakeClock('2026-11-21T12:00:00Z');
  const model = new ScriptedChatModel(ANSWER);
  const unpriced = new ScriptedChatModel(ANSWER, { id: 'unpriced' });

  beforeAll(async () => {
    server = await startTestApp({
      env: { MODEL_PRICES: '{"scripted:*":{"input":1,"output":10}}' },
      override: (builder) => builder.overrideProvider(Clock).useValue(clock),
    });
    const models = server.app.get(ChatModels, { strict: false });
    models.register(model.provider());
    models.register(unpriced.provider());
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    clock.set('2026-11-21T12:00:00Z');
    model.play(ANSWER);
    model.calls.length = 0;
    user = await registerUser(server.url);
    bot = await paidBot();
  });

  async function paidBot(config: object = {}): Promise<TestBot> {
    const made = await createBot(user.api, { config: { model: 'scripted', ...config } });
    await indexPassages(server.app, made, 'Handbook', [
      { content: 'Parental leave is 16 weeks at full pay.', page: 12, heading: ['Leave'] },
    ]);
    return made;
  }

  const ask = async (of = bot, body: object = {}): Promise<Json> =>
    (await user.api.post(`/bots/${of.id}/chat`, { message: LEAVE, ...body }).expect(200)).body;
  const answer = async (of = bot): Promise<Json> => (await ask(of)).message;
  const stream = (token = user.accessToken, of = bot) =>
    EventStream.open(`${server.url}/api/v1/bots/${of.id}/chat`, {
      method: 'POST',
      token,
      body: { message: LEAVE },
      headers: token === user.accessToken ? undefined : { Origin: 'https://shop.example' },
    });
  const told = async (events: EventStream, type: string): Promise<Json> =>
    (await events.until((all) => all.some(({ event }) => event === type))).find(
      ({ event }) => event === type,
    )!.data;
  const spend = async (query = ''): Promise<Json> =>
    (await user.api.get(`/workspaces/${user.workspaceId}/spend${query}`).expect(200)).body;
  const setBudget = (body: object, of: TestBot | null = bot) =>
    user.api.put(of ? `/bots/${of.id}/budget` : `/workspaces/${user.workspaceId}/budget`, {
      onLimit: 'message',
      message: NOTHING_LEFT,
      ...body,
    });
  const budget = async (path = `/bots/${bot.id}/budget`): Promise<Json> => (await user.api.get(path)).body;
  /** In dollars, of so many answers. */
  const worth = (answers: number) => (PRICE * answers) / 1_000_000;
  const said = {
    content: NOTHING_LEFT,
    answered: false,
    model: null,
    usage: null,
    cost: null,
    citations: [],
  };

  describe('is told', () => {
    it('with the answer, over every channel', async () => {
      const cost = { amountMicros: PRICE, currency: 'USD', estimated: false };
      const { message, userMessage } = await ask();
      expect(message).toMatchObject({
        model: 'scripted',
        usage: { promptTokens: 100, completionTokens: 20, estimated: false },
        cost,
        budget: null,
      });
      expect([userMessage.cost, userMessage.usage]).toEqual([null, null]);
      expect((await user.api.get(`/messages/${message.id}`)).body).toEqual(message);
      const events = await stream();
      expect((await told(events, 'completed')).message.cost).toEqual(cost);
    });

    it('to members and not to visitors, whoever of them reads first', async () => {
      await show(user, bot);
      const { page, token } = await visit(server.url, bot);
      const asked = await page.post(`/bots/${bot.id}/chat`, { message: LEAVE }).expect(200);
      const events = await stream(token);
      const { message } = await told(events, 'completed');
      const path = `/messages/${message.id}`;
      const seen = [
        asked.body.message,
        message,
        (await page.get(path)).body,
        (await page.get(`/conversations/${message.conversationId}/messages`)).body.items[1],
        (await page.post(`${path}/stop`)).body,
        (await page.put(`${path}/feedback`, { rating: 'up' })).body,
      ];
      for (const shown of seen) {
        expect(shown).toMatchObject({ content: 'Sixteen weeks. [1]', model: 'scripted' });
        expect(Object.keys(shown)).not.toEqual(expect.arrayContaining(['cost']));
        expect(shown).not.toHaveProperty('budget');
      }
      const replay = await EventStream.open(`${server.url}/api/v1${path}/stream`, {
        token: user.accessToken,
      });
      expect((await told(replay, 'completed')).message.cost.amountMicros).toBe(PRICE);
    });

    it('as unknown where nobody has said what the model costs, and as nothing for the one that is free', async () => {
      const dear = await answer(await paidBot({ model: 'unpriced' }));
      expect([dear.cost, dear.usage.promptTokens]).toEqual([null, 100]);
      const free = await answer(await paidBot({ model: 'offline' }));
      expect([free.cost.amountMicros, free.usage]).toEqual([0, null]);
      expect((await spend()).total).toMatchObject({ answers: 1, unpricedAnswers: 1, amountMicros: 0 });
    });
  });

  describe('is counted', () => {
    it('by day, bot and model, exactly, however many answers come at once', async () => {
      const other = await paidBot({ model: 'scripted:large' });
      await Promise.all(Array.from({ length: 50 }, (_, i) => answer(i % 5 === 0 ? other : bot)));
      clock.set('2026-11-22T00:00:00Z');
      await answer(other);
      const total = {
        answers: 51,
        estimatedAnswers: 0,
        unpricedAnswers: 0,
        promptTokens: 5_100,
        completionTokens: 1_020,
        amountMicros: 51 * PRICE,
      };
      expect(await spend()).toMatchObject({ from: '2026-11-01', to: '2026-11-22', currency: 'USD', total });
      const groups = async (by: string) =>
        ((await spend(`?groupBy=${by}`)).groups as Json[]).map(({ key, name, amountMicros }) => [
          key,
          name,
          amountMicros,
        ]);
      expect(await groups('day')).toEqual([
        ['2026-11-21', null, 50 * PRICE],
        ['2026-11-22', null, PRICE],
      ]);
      expect(await groups('bot')).toEqual([
        [bot.id, bot.name, 40 * PRICE],
        [other.id, other.name, 11 * PRICE],
      ]);
      expect(await groups('model')).toEqual([['scripted', null, 51 * PRICE]]);
      expect((await spend('?from=2026-11-22')).total.amountMicros).toBe(PRICE);
      expect((await spend('?to=2026-11-20')).total.answers).toBe(0);
    });

    it('when it is stopped in the middle, by an estimate that says so', async () => {
      model.play({ tokens: ['Sixteen weeks at full pay, ', 'and then some.'], holdAt: 1 });
      const events = await stream();
      const { messageId } = await told(events, 'started');
      await model.until(([call]) => call?.state === 'held');
      const stopped = (await user.api.post(`/messages/${messageId}/stop`).expect(200)).body;
      expect(stopped).toMatchObject({ status: 'stopped', usage: { completionTokens: 7, estimated: true } });
      // Instructions, passage and question, at four letters a token.
      expect(stopped.usage.promptTokens).toBeGreaterThan(200);
      const amountMicros = stopped.usage.promptTokens + 70;
      expect(stopped.cost).toEqual({ amountMicros, currency: 'USD', estimated: true });
      expect((await spend()).total).toMatchObject({ answers: 1, estimatedAnswers: 1, amountMicros });
    });

    it('when it fails after the model has begun, and not when it never began', async () => {
      model.play({ ...ANSWER, finish: { ...ANSWER.finish, reason: 'safety' } });
      await user.api.post(`/bots/${bot.id}/chat`, { message: LEAVE }).expect(503);
      expect((await spend()).total).toMatchObject({ answers: 1, estimatedAnswers: 0, amountMicros: PRICE });
      model.play({ tokens: 3, cutAt: 2 });
      await user.api.post(`/bots/${bot.id}/chat`, { message: LEAVE }).expect(503);
      expect((await spend()).total).toMatchObject({ answers: 2, estimatedAnswers: 1 });
      model.play({ failAt: 0 });
      await user.api.post(`/bots/${bot.id}/chat`, { message: LEAVE }).expect(500);
      expect((await spend()).total).toMatchObject({ answers: 2 });
    });

    it('when its conversation is deleted while it is written, or afterwards, and when its bot is', async () => {
      const { conversationId } = await ask();
      await user.api.delete(`/conversations/${conversationId}`).expect(204);
      model.play({ tokens: 3, holdAt: 2 });
      const events = await stream();
      const started = await told(events, 'started');
      await model.until((calls) => calls.at(-1)?.state === 'held');
      await user.api.delete(`/conversations/${started.conversationId}`).expect(204);
      await waitFor('what was written to be counted', async () => (await spend()).total.answers === 2);
      expect((await spend()).total).toMatchObject({ answers: 2, estimatedAnswers: 1 });
      await user.api.delete(`/bots/${bot.id}`).expect(204);
      const { groups } = await spend('?groupBy=bot');
      expect(groups).toMatchObject([{ key: bot.id, name: null, answers: 2 }]);
    });

    it('with what it costs to condense a long conversation', async () => {
      const { conversationId } = await ask();
      for (let i = 1; i < 8; i++) await ask(bot, { conversationId });
      const counted = async () => (await spend()).total;
      await waitFor('the notes to be counted', async () => (await counted()).amountMicros === 9 * PRICE);
      expect(await counted()).toMatchObject({ answers: 8, promptTokens: 900, completionTokens: 180 });
    });

    it('for days that exist', async () => {
      for (const query of [
        'from=2026-02-30',
        'from=2026-11-22&to=2026-11-21',
        'from=2024-01-01&to=2026-01-01',
      ]) {
        const refused = await user.api.get(`/workspaces/${user.workspaceId}/spend?${query}`);
        expect([query, refused.status, refused.body.code]).toEqual([query, 422, 'spend.range_invalid']);
      }
    });
  });

  describe('within a budget', () => {
    it('of the day, is followed by the owner’s message, and is free again the next day', async () => {
      await setBudget({ perDayUsd: worth(2) }).expect(200);
      expect([(await answer()).cost.amountMicros, (await answer()).cost.amountMicros]).toEqual([
        PRICE,
        PRICE,
      ]);
      const refused = await ask();
      const note = { outcome: 'message', scope: 'bot', period: 'day' };
      expect(refused.message).toMatchObject({ ...said, status: 'completed', budget: note });
      const events = await stream();
      expect((await told(events, 'sources')).citations).toEqual([]);
      expect((await told(events, 'completed')).message).toMatchObject({ content: NOTHING_LEFT });
      expect(model.calls).toHaveLength(2);
      expect(await budget()).toMatchObject({
        perDayUsd: worth(2),
        spent: { dayMicros: 2 * PRICE, monthMicros: 2 * PRICE },
        exhausted: { period: 'day', until: '2026-11-22T00:00:00.000Z' },
      });

      clock.set('2026-11-22T00:00:00Z');
      const next = await ask(bot, { conversationId: refused.conversationId });
      expect(next.message).toMatchObject({ content: 'Sixteen weeks. [1]', budget: null });
      // What was said in its place is no answer to go on from.
      expect(JSON.stringify(model.lastRequest!.messages)).not.toContain(NOTHING_LEFT);
      expect(await budget()).toMatchObject({
        spent: { dayMicros: PRICE, monthMicros: 3 * PRICE },
        exhausted: null,
      });
    });

    it('of the month, is free again the next month', async () => {
      await setBudget({ perMonthUsd: worth(1), perDayUsd: 100 }).expect(200);
      await answer();
      clock.set('2026-11-30T23:59:59Z');
      expect((await answer()).budget).toEqual({ outcome: 'message', scope: 'bot', period: 'month' });
      expect((await budget()).exhausted).toEqual({ period: 'month', until: '2026-12-01T00:00:00.000Z' });
      clock.set('2026-12-01T00:00:00Z');
      expect((await answer()).budget).toBeNull();
    });

    it('is followed by another model', async () => {
      await setBudget({ perDayUsd: worth(1), onLimit: 'fallback_model', fallbackModel: 'offline' }).expect(
        200,
      );
      await answer();
      const second = await answer();
      expect(second).toMatchObject({
        content: expect.stringContaining('16 weeks'),
        model: 'offline',
        cost: { amountMicros: 0 },
        budget: { outcome: 'fallback_model', scope: 'bot', period: 'day' },
      });
      expect(second.citations).toHaveLength(1);
      expect((await spend()).total.answers).toBe(1);
    });

    it('is no more than doubled by another model that costs money', async () => {
      await setBudget({
        perDayUsd: worth(1),
        onLimit: 'fallback_model',
        fallbackModel: 'scripted',
        message: null,
      }).expect(200);
      expect((await answer()).budget).toBeNull();
      expect((await answer()).budget).toMatchObject({ outcome: 'fallback_model' });
      const third = await answer();
      expect(third).toMatchObject({ model: null, cost: null, answered: false });
      expect(third.budget).toEqual({ outcome: 'message', scope: 'bot', period: 'day' });
      // Its owner has written none for this.
      expect(third.content).toBe(
        (await user.api.get(`/bots/${bot.id}`).expect(200)).body.config.fallbackMessage,
      );
      expect((await spend()).total.answers).toBe(2);
    });

    it('of the workspace, holds for all its bots together', async () => {
      const other = await paidBot();
      await setBudget({ perMonthUsd: worth(2), message: 'All spent.' }, null).expect(200);
      await setBudget({ perMonthUsd: worth(100) }).expect(200);
      await answer();
      await answer(other);
      for (const each of [bot, other]) {
        expect(await answer(each)).toMatchObject({
          content: 'All spent.',
          budget: { outcome: 'message', scope: 'workspace', period: 'month' },
        });
      }
      expect(await budget(`/workspaces/${user.workspaceId}/budget`)).toMatchObject({
        spent: { monthMicros: 2 * PRICE },
        exhausted: { period: 'month' },
      });
    });

    it('that is raised or taken away, goes on at once', async () => {
      await setBudget({ perDayUsd: 0 }).expect(200);
      expect((await answer()).budget).not.toBeNull();
      await setBudget({ perDayUsd: worth(1) }).expect(200);
      expect((await answer()).budget).toBeNull();
      expect((await answer()).budget).not.toBeNull();
      await setBudget({}).expect(200);
      expect((await answer()).budget).toBeNull();
      const { perDayUsd, perMonthUsd, exhausted } = await budget();
      expect([perDayUsd, perMonthUsd, exhausted]).toEqual([null, null, null]);
    });

    it('is overshot at most by the answers that are being written', async () => {
      await setBudget({ perDayUsd: worth(1) }).expect(200);
      model.play({ ...ANSWER, holdAt: 0 });
      const early = [answer(), answer(), answer()];
      await model.until((calls) => calls.filter(({ state }) => state === 'held').length === 3);
      model.play(ANSWER);
      model.release();
      await Promise.all(early);
      expect((await answer()).budget).not.toBeNull();
      expect((await spend()).total.answers).toBe(3);
    });

    it('tells of answers that it knows nothing of', async () => {
      const dear = await paidBot({ model: 'unpriced' });
      await setBudget({ perDayUsd: 0.01 }, dear).expect(200);
      await answer(dear);
      expect(await budget(`/bots/${dear.id}/budget`)).toMatchObject({
        spent: { dayMicros: 0 },
        unpricedAnswers: 1,
      });
    });
  });

  describe('a budget', () => {
    it('is nobody’s until somebody sets one', async () => {
      expect(await budget()).toEqual({
        perDayUsd: null,
        perMonthUsd: null,
        onLimit: 'message',
        message: null,
        fallbackModel: null,
        currency: 'USD',
        spent: { dayMicros: 0, monthMicros: 0 },
        unpricedAnswers: 0,
        exhausted: null,
        updatedAt: null,
      });
    });

    it('needs what is to happen at its limit', async () => {
      const code = async (body: object) => (await setBudget(body)).body.code as string;
      expect(await code({ message: undefined })).toBe('budget.message_required');
      expect(await code({ onLimit: 'fallback_model' })).toBe('budget.model_required');
      const unknown = (await setBudget({ onLimit: 'fallback_model', fallbackModel: 'nobody:knows' })).body;
      expect(unknown.code).toBe('ai.model_unknown');
      expect(unknown.detail).toContain('The model "nobody:knows" is not available here.');
      expect(await code({ message: '  ' })).toBe('validation.failed');
      for (const perDayUsd of [-1, 1_000_001, '5']) {
        expect([perDayUsd, await code({ perDayUsd })]).toEqual([perDayUsd, 'validation.failed']);
      }
    });

    it('is in the audit log, without the owner’s text', async () => {
      await setBudget({ perDayUsd: 2.5 }).expect(200);
      await setBudget({ perMonthUsd: 40, onLimit: 'fallback_model', fallbackModel: 'offline' }, null);
      const log = await user.api.get(`/workspaces/${user.workspaceId}/audit-events`);
      const [ofWorkspace, ofBot] = log.body.items as Json[];
      expect(ofBot).toMatchObject({
        action: 'bot.budget_changed',
        target: { type: 'bot', id: bot.id, name: bot.name },
        detail: { perDayUsd: 2.5, perMonthUsd: null, onLimit: 'message' },
      });
      expect(ofWorkspace).toMatchObject({
        action: 'workspace.budget_changed',
        detail: { perMonthUsd: 40, onLimit: 'fallback_model', fallbackModel: 'offline' },
      });
      expect(JSON.stringify(log.body)).not.toContain(NOTHING_LEFT);
    });
  });
});
