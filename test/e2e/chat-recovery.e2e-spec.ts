import { CHAT_MODEL_PROVIDERS } from '../../src/ai/index.js';
import { TurnKeeper } from '../../src/chat/application/turn/turn-keeper.service.js';
import { ScriptedChatModel } from '../fakes/scripted-chat-model.mjs';
import { ChatRoom } from '../support/chat-room.js';
import { EventStream } from '../support/event-stream.js';
import { createTestDatabase, type TestDatabase, withClient } from '../support/postgres.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const LEAVE = 'How long is parental leave?';
const JWT = { JWT_SECRET: 'one-key-for-all-processes-of-this-installation' };

/** Two processes on one database: what remains of a turn when the one that answers it is gone. */
describe('an answer whose process dies', () => {
  let database: TestDatabase;
  let first: TestApp;
  let room: ChatRoom;
  let others: TestApp[];

  beforeEach(async () => {
    database = await createTestDatabase();
    first = await startTestApp({ databaseUrl: database.url, env: JWT });
    room = await ChatRoom.open(first);
    others = [];
  });
  afterEach(async () => {
    room.close();
    room.model.play({ tokens: ['x'] });
    room.model.release();
    for (const server of [first, ...others]) await server.close();
    await database.drop();
  }, 60_000);

  const sql = (text: string, params: unknown[] = []) =>
    withClient(database.url, async (client) => (await client.query(text, params)).rows);

  const anotherProcess = async (model: ScriptedChatModel) => {
    const server = await startTestApp({
      databaseUrl: database.url,
      env: JWT,
      // Turns are taken over as soon as the process starts.
      override: (builder) =>
        builder.overrideProvider(CHAT_MODEL_PROVIDERS).useValue([model.provider('offline')]),
    });
    others.push(server);
    return server;
  };
  const resumeAt = (server: TestApp, messageId: string, lastEventId: number) =>
    EventStream.open(`${server.url}/api/v1/messages/${messageId}/stream`, {
      token: room.user.accessToken,
      lastEventId,
    });
  /** As SIGSTOP does: answering goes on, but leases are not renewed and nothing is taken over. */
  const freeze = ({ app }: TestApp): TurnKeeper => {
    const keeper = app.get(TurnKeeper, { strict: false });
    clearInterval(keeper['sweeping']);
    return keeper;
  };
  /** As after kill -9: the row says streaming, the lease runs out, nobody writes. */
  const expire = (messageId: string) =>
    sql(
      `UPDATE messages SET lease_owner = 'dead', lease_expires_at = now() - interval '1 second' WHERE id = $1`,
      [messageId],
    );

  it('is written again by another process, and the late one is refused', async () => {
    room.model.play({ tokens: ['Sixteen ', 'weeks, says the first.'], holdAt: 1 });
    const stream = await room.stream({ message: LEAVE });
    await stream.until((events) => events.some(({ event }) => event === 'delta'));
    const { messageId, conversationId } = stream.events[0].data;
    const seen = stream.lastId;
    const keeper = freeze(first);
    await expire(messageId);
    const second = await anotherProcess(
      new ScriptedChatModel({ tokens: ['Sixteen weeks, says the second.'] }),
    );
    const resumed = await resumeAt(second, messageId, seen);
    const events = await resumed.all();
    expect(events[0]).toMatchObject({ event: 'restarted', data: { messageId } });
    expect(events.map(({ id }) => id)).toEqual([...events].map(({ id }) => id).sort((a, b) => a - b));
    expect(events[0].id).toBeGreaterThan(seen);
    expect(resumed.text).toBe('Sixteen weeks, says the second.');

    // The frozen one goes on: what it wrote is refused, and its reader is brought to the truth.
    room.model.release();
    await room.model.until(([call]) => !/held|running/.test(call.state));
    keeper.onApplicationBootstrap();
    await stream.all();
    expect(stream.of('restarted')).toHaveLength(1);
    expect(stream.text).toBe('Sixteen weeks, says the second.');
    const messages = await room.messages(conversationId);
    expect(messages.map(({ content }) => content)).toEqual([LEAVE, 'Sixteen weeks, says the second.']);
    room.model.play({ tokens: ['ok'] });
    await room.ask({ message: 'Next', conversationId }).expect(200);
  });

  it('is written once when several processes find it at the same moment', async () => {
    room.model.play({ tokens: ['a'], hangAt: 0 });
    const stream = await room.stream({ message: LEAVE });
    await stream.until((events) => events.length > 0);
    const { messageId } = stream.events[0].data;
    await room.model.until((calls) => calls.length === 1);
    const model = new ScriptedChatModel({ tokens: ['Sixteen weeks.'] });
    const keeper = freeze(first);
    await expire(messageId);
    await Promise.all([anotherProcess(model), anotherProcess(model)]);
    keeper.onApplicationBootstrap();
    await stream.all();
    expect(stream.text).toBe('Sixteen weeks.');
    expect(model.calls).toHaveLength(1);
  });

  it('is given up after three processes have died over it', async () => {
    room.model.play({ tokens: ['a'], hangAt: 0 });
    const stream = await room.stream({ message: LEAVE });
    await stream.until((events) => events.length > 0);
    const { messageId } = stream.events[0].data;
    await sql('UPDATE messages SET attempt = 3 WHERE id = $1', [messageId]);
    await expire(messageId);
    const last = (await stream.all()).at(-1)!;
    expect(last).toMatchObject({ event: 'failed', data: { problem: { code: 'chat.interrupted' } } });
    expect(await room.message(messageId)).toMatchObject({
      status: 'failed',
      error: { code: 'chat.interrupted' },
    });
  });

  it('is found again with those that waited behind it, in order', async () => {
    room.model.play({ tokens: ['a'], holdAt: 0 });
    const one = await room.stream({ message: 'One' });
    await one.until((events) => events.length > 0);
    const { conversationId, messageId } = one.events[0].data;
    const rest = [];
    for (const message of ['Two', 'Three']) {
      const stream = await room.stream({ message, conversationId });
      await stream.until((events) => events.length > 0);
      rest.push(stream);
    }
    const keeper = freeze(first);
    await expire(messageId);
    const model = new ScriptedChatModel({ tokens: ['ok'] });
    await anotherProcess(model);
    await model.until((calls) => calls.length === 3);
    keeper.onApplicationBootstrap();
    for (const stream of [one, ...rest])
      expect((await stream.all()).at(-1)).toMatchObject({ event: 'completed' });
    expect(model.calls.map(({ request }) => request.question)).toEqual(['One', 'Two', 'Three']);
  });

  it('is handed over when the process is told to stop, and its readers are told so', async () => {
    room.model.play({ tokens: ['Sixteen ', 'weeks.'], hangAt: 1 });
    const stream = await room.stream({ message: LEAVE });
    await stream.until((events) => events.some(({ event }) => event === 'delta'));
    const { messageId } = stream.events[0].data;
    const waiting = room.ask({ message: LEAVE, clientMessageId: 'once' }).then((answer) => answer);
    await room.model.until((calls) => calls.length === 2);
    const seen = stream.lastId;
    const began = Date.now();
    await first.close();
    expect(Date.now() - began).toBeLessThan(10_000);
    const last = (await stream.all()).at(-1)!;
    expect(last).toMatchObject({
      id: seen,
      event: 'failed',
      data: { problem: { code: 'service.stopping', status: 503 } },
    });
    expect((await waiting).body).toMatchObject({ code: 'service.stopping' });

    const second = await anotherProcess(new ScriptedChatModel({ tokens: ['Sixteen weeks.'] }));
    const resumed = await resumeAt(second, messageId, seen);
    expect((await resumed.all()).map(({ event }) => event)).toEqual([
      'restarted',
      'sources',
      'delta',
      'completed',
    ]);
    expect(resumed.text).toBe('Sixteen weeks.');
    const repeated = await EventStream.open(`${second.url}/api/v1/bots/${room.bot.id}/chat`, {
      method: 'POST',
      token: room.user.accessToken,
      body: { message: LEAVE, clientMessageId: 'once' },
    });
    await repeated.all();
    expect(repeated.text).toBe('Sixteen weeks.');
    const [{ questions }] = await sql(`SELECT count(*)::int AS questions FROM messages WHERE role = 'user'`);
    expect(questions).toBe(2);
  });

  it('lets answers finish that are nearly done when the process is told to stop', async () => {
    room.model.play({ tokens: 10, tokensPerSecond: 10 });
    const stream = await room.stream({ message: LEAVE });
    await stream.until((events) => events.some(({ event }) => event === 'delta'));
    await first.close();
    expect((await stream.all()).at(-1)).toMatchObject({ event: 'completed' });
  });

  it('can be replayed to the character by a process that has never seen it', async () => {
    room.model.play({ tokens: ['Sixteen ', 'weeks 👶', '. [1]'] });
    const stream = await room.stream({ message: LEAVE });
    const events = await stream.all();
    const { messageId } = events[0].data;
    const second = await anotherProcess(new ScriptedChatModel());
    const middle = events.find(({ event }) => event === 'delta')!.id - 6;
    const resumed = await resumeAt(second, messageId, middle);
    await resumed.all();
    expect(resumed.text).toBe(stream.text.slice(-6));
    expect(resumed.of('completed')[0].data).toEqual(stream.of('completed')[0].data);
  });

  it('can be stopped from another process', async () => {
    room.model.play({ tokens: ['Sixteen ', 'weeks.'], hangAt: 1 });
    const stream = await room.stream({ message: LEAVE });
    await stream.until((events) => events.some(({ event }) => event === 'delta'));
    const { messageId } = stream.events[0].data;
    const second = await anotherProcess(new ScriptedChatModel());
    const stopped = await fetch(`${second.url}/api/v1/messages/${messageId}/stop`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${room.user.accessToken}` },
    });
    expect(await stopped.json()).toMatchObject({ status: 'stopped', content: 'Sixteen ' });
  });
});
