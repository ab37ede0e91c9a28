import { join } from 'node:path';

import { io, type Socket } from 'socket.io-client';

import { AppProcess } from '../support/app-process.js';
import { EventStream } from '../support/event-stream.js';
import { waitFor } from '../support/wait-for.js';
import { Lane } from './lane.js';
import { longText } from './material.js';

/** A defect in every kind of handler (see faults.extension.mjs): the process must outlive all of them. */
describe('an app whose handlers throw', () => {
  let lane: Lane;
  let pid: number;
  const sockets: Socket[] = [];
  const file = longText('faults', 5);

  beforeAll(async () => {
    lane = await Lane.open({
      extension: join(import.meta.dirname, 'faults.extension.mjs'),
      script: {
        tokens: 20,
        cases: [
          { when: 'broken model', failAt: 3 },
          { when: 'paced', tokensPerSecond: 40 },
        ],
      },
    });
    pid = lane.app.pid;
    // Worker and listener are broken from the start; how they come out of it is looked at last.
    await lane.upload(file);
  }, 120_000);

  afterEach(async () => {
    expect(lane.app.running && lane.app.pid).toBe(pid);
    expect((await fetch(`${lane.app.url}/health/ready`)).status).toBe(200);
  });
  afterAll(async () => {
    for (const socket of sockets) socket.disconnect();
    await lane?.close();
    await AppProcess.killAll();
  }, 60_000);

  const logged = (text: string, requestId?: string) =>
    waitFor(`"${text}" in the log`, () =>
      lane.app.log.find(
        (line) =>
          JSON.stringify(line).includes(text) && (requestId === undefined || line.requestId === requestId),
      ),
    );

  it.each(['throw', 'reject'])('answers a request whose handler does %s, and tells nothing', async (how) => {
    const requestId = `request-${how}-1`;
    const answer = await lane.api.get(`/bots?q=${how}`).set('X-Request-Id', requestId);
    expect(answer.status).toBe(500);
    expect(answer.body).toMatchObject({ code: 'internal.error', requestId });
    expect(answer.text).not.toMatch(/secret|select|TypeError|\.js/);
    const line = await logged('secret_column', requestId);
    expect(line).toMatchObject({
      level: 50,
      err: { type: 'TypeError', stack: expect.stringContaining('faults.extension') },
    });
  });

  it('answers a request whose handler throws nothing at all', async () => {
    const answer = await lane.api.get('/bots?q=throw null').set('X-Request-Id', 'request-null-1');
    expect([answer.status, answer.body.code]).toEqual([500, 'internal.error']);
    await logged('internal.error', 'request-null-1');
  });

  it.each([
    ['a promise that is rejected', 'reject later', 'rejected too late'],
    ['an exception that is thrown', 'throw later', 'thrown too late'],
  ])('outlives %s after the answer, and says whose request it was', async (_, q, message) => {
    const requestId = `request-${q.replace(' ', '-')}`;
    const answer = await lane.api.get(`/bots?q=${q}`).set('X-Request-Id', requestId);
    expect(answer.status).toBe(200);
    expect(await logged(message, requestId)).toMatchObject({ level: 50 });
  });

  it('ends a stream with an event when the model throws after the headers', async () => {
    const stream = await ask('What does a broken model say?');
    await stream.all();
    expect(stream.of('delta').length).toBeGreaterThan(0);
    expect(stream.events.at(-1)).toMatchObject({
      event: 'failed',
      data: { problem: { status: 500, code: 'internal.error' } },
    });
    expect(JSON.stringify(stream.events)).not.toContain('scripted failure');
    await logged('scripted failure');
  });

  it('ends a stream that cannot go on, says why in the log, and leaves the other readers alone', async () => {
    const requestId = 'request-broken-stream';
    const stream = await ask('What of a paced and broken stream?', { 'X-Request-Id': requestId });
    const messageId =
      stream.of('started')[0]?.data.messageId ??
      (await stream.until((events) => events.length > 0))[0].data.messageId;
    await stream.all();
    expect(stream.events.at(-1)).toMatchObject({
      event: 'failed',
      data: { problem: { code: 'internal.error', requestId } },
    });
    await logged('the reader is broken', requestId);
    // The answer itself is written to its end.
    await waitFor(
      'the answer',
      async () =>
        (await lane.query(`SELECT 1 FROM messages WHERE id = $1 AND status = 'completed'`, [messageId]))
          .length > 0,
    );
  });

  it('acknowledges a socket event whose handler throws, and goes on with the socket', async () => {
    const socket = await connect();
    const refused = await socket.emitWithAck('conversation:join', {
      conversationId: '00000000-0000-7000-8000-000000000000',
    });
    expect(refused).toMatchObject({ ok: false, problem: { status: 500, code: 'internal.error' } });
    expect(JSON.stringify(refused)).not.toMatch(/secret|select/);
    await logged('secret_column from conversations', refused.problem.requestId);
    const sent = await socket.emitWithAck('message:send', {
      botId: lane.botId,
      content: 'Still there?',
      clientMessageId: 'still',
    });
    expect(sent).toMatchObject({ ok: true });
  });

  it('tells a socket whose answer cannot be sent on', async () => {
    const socket = await connect();
    const failed = new Promise<{ problem: { requestId: string } }>((resolve) =>
      socket.on('message:failed', resolve),
    );
    const { ok, messageId } = await socket.emitWithAck('message:send', {
      botId: lane.botId,
      content: 'And a paced and broken stream here?',
      clientMessageId: 'broken-socket',
    });
    expect(ok).toBe(true);
    expect(await failed).toMatchObject({ messageId, problem: { code: 'internal.error' } });
    await logged('the reader is broken', (await failed).problem.requestId);
  });

  it('tries work again whose worker, listener or timer has thrown', async () => {
    await lane.untilRead();
    // Nothing is broken any more, and the text becomes the same again.
    await lane.learn(file);
    // What was asked above is not in the ledger.
    expect(await lane.faults(/question|answer/)).toEqual([]);
    await logged('the worker is broken');
    await logged('the listener is broken');
    await logged('the timer is broken');
  }, 120_000);

  function ask(message: string, headers?: Record<string, string>): Promise<EventStream> {
    const body = { message, clientMessageId: lane.newId() };
    const url = `${lane.app.url}/api/v1/bots/${lane.botId}/chat`;
    return EventStream.open(url, { method: 'POST', token: lane.token, body, headers });
  }

  async function connect(): Promise<Socket> {
    const socket = io(`${lane.app.url}/chat`, {
      auth: { token: lane.token },
      transports: ['websocket'],
      reconnection: false,
    });
    sockets.push(socket);
    await new Promise<void>((resolve, reject) => socket.on('connect', resolve).on('connect_error', reject));
    return socket;
  }
});
