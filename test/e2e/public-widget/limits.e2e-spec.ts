import { ChatRoom } from '../../support/chat-room.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { Page, show, SITE, type TestVisitor, visit } from '../../support/visitors.js';

/** Of the limits `chat` and `widget-sessions`. */
const PER_VISITOR = 20;
const PER_ADDRESS = 60;
const SESSIONS = 300;

describe('visitors who ask too much', () => {
  let server: TestApp;
  let room: ChatRoom;

  beforeAll(async () => {
    server = await startTestApp({ env: { RATE_LIMITS: 'on', TRUSTED_PROXIES: '1' } });
    room = await ChatRoom.open(server);
    room.model.play({ tokens: ['Yes.'] });
    await show(room.user, room.bot);
  });
  afterAll(async () => {
    room.close();
    await server.close();
  });

  const ask = (visitor: TestVisitor, address: string) =>
    visitor.page.post(`/bots/${room.bot.id}/chat`, { message: 'Lunch?' }).set('X-Forwarded-For', address);
  /** Ten at a time: what is counted is the same in whatever order they come. */
  const statuses = async (calls: (() => Promise<{ status: number }>)[]) => {
    const counts: Record<number, number> = {};
    const waiting = calls.values();
    const worker = async () => {
      for (const call of waiting) {
        const { status } = await call();
        counts[status] = (counts[status] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: 10 }, worker));
    return counts;
  };
  const times = <T>(count: number, make: (i: number) => T) =>
    Array.from({ length: count }, (_, i) => make(i));

  it('are told how long to wait, in words that their page can read', async () => {
    const visitor = await visit(server.url, room.bot);
    const counts = await statuses(times(PER_VISITOR + 5, () => async () => ask(visitor, '203.0.113.1')));
    expect(counts).toEqual({ 200: PER_VISITOR, 429: 5 });
    const refused = await ask(visitor, '203.0.113.99');
    expect([refused.status, refused.body.code]).toEqual([429, 'limit.exceeded']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.headers['access-control-allow-origin']).toBe(SITE);
    const other = await visit(server.url, room.bot);
    expect((await ask(other, '203.0.113.99')).status).toBe(200);
    expect((await room.ask({ message: 'Lunch?' })).status).toBe(200);
  });

  it('get no more by being many at one address', async () => {
    const crowd = await Promise.all(times(10, () => visit(server.url, room.bot)));
    const counts = await statuses(
      times(PER_ADDRESS + 10, (i) => async () => ask(crowd[i % 10], '203.0.113.2')),
    );
    expect(counts).toEqual({ 200: PER_ADDRESS, 429: 10 });
    expect((await ask(crowd[0], '203.0.113.3')).status).toBe(200);
  });

  it('cannot become ever more visitors', async () => {
    const page = new Page(server.url);
    const open = (address: string) => page.open(room.bot).set('X-Forwarded-For', address);
    const counts = await statuses(times(SESSIONS + 5, () => async () => open('203.0.113.4')));
    expect(counts).toEqual({ 201: SESSIONS, 429: 5 });
    expect((await open('203.0.113.5')).status).toBe(201);
  });
});
