import { ChatModels } from '../../../src/ai/index.js';
import { newId } from '../../../src/kernel/id.js';
import { TextExtraction } from '../../../src/documents/application/ports/text-extraction.port.js';
import { WebPageFetcher } from '../../../src/documents/application/ports/web-page-fetcher.port.js';
import { FakeTextExtraction } from '../../fakes/fake-text.extraction.js';
import { FakeWebPageFetcher } from '../../fakes/fake-web-page.fetcher.js';
import { ScriptedChatModel } from '../../fakes/scripted-chat-model.mjs';
import { eventsOf, type Route, routesOf, servedPaths, type SocketEvent } from '../../support/route-table.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { EventStream } from '../../support/event-stream.js';
import { tryEvents } from './event-matrix.js';
import { Eavesdroppers, insider } from './live.js';
import { overfill, overfillEvents, overfillQueries } from './mass-assignment.js';
import { leaksOf } from './leaks.js';
import { EVENT_CASES, ROUTE_CASES, unmatched } from './route-cases.js';
import { tryRoutes } from './route-matrix.js';
import { tryKeys, tryKeysOnEvents } from './key-matrix.js';
import { tryVisitors, tryVisitorsOnEvents } from './visitor-matrix.js';
import { VISITOR_HOLES } from './seeded-visitor-holes.js';
import { KEY_HOLES } from './seeded-key-holes.js';
import { HOLES } from './seeded-holes.js';
import { tryOddIds, tryOddQueries } from './odd-requests.js';
import type { Tenant } from './tenant.js';
import { tenantRows } from './tenant-rows.js';
import { World } from './world.js';

describe('two tenants', () => {
  let server: TestApp;
  let world: World;
  let model: ScriptedChatModel;
  let routes: Route[];
  let events: SocketEvent[];

  beforeAll(async () => {
    server = await startTestApp({
      override: (builder) =>
        builder
          .overrideProvider(TextExtraction)
          .useValue(new FakeTextExtraction())
          .overrideProvider(WebPageFetcher)
          .useValue(new FakeWebPageFetcher()),
    });
    model = new ScriptedChatModel();
    server.app.get(ChatModels, { strict: false }).register(model.provider('offline'));
    routes = routesOf(server.app);
    events = eventsOf(server.app);
    world = await World.build(server, model);
  }, 240_000);
  afterAll(() => server.close());

  describe('the table', () => {
    it('knows every route and every socket event, and no others', () => {
      expect(unmatched(routes, ROUTE_CASES)).toEqual([]);
      expect(unmatched(events, EVENT_CASES)).toEqual([]);
    });

    it('knows every address that the router answers under the API', () => {
      const known = new Set(routes.map(({ method, path }) => `${method} /api/v1${path}`));
      const served = servedPaths(server.app).filter((path) => path.includes('/api/v1/'));
      expect(served.length).toBeGreaterThan(30);
      expect(served.filter((path) => !known.has(path))).toEqual([]);
    });
  });

  it('keep their things from each other on every route', async () => {
    expect(await tryRoutes(world, routes)).toEqual([]);
  }, 240_000);

  it('keep their things from each other on every socket event', async () => {
    expect(await tryEvents(world, events)).toEqual([]);
  });

  it('give keys what their scopes and bots allow, on every route', async () => {
    expect(await tryKeys(world, routes)).toEqual([]);
  }, 240_000);

  it('give keys what their scopes and bots allow, on every socket event', async () => {
    expect(await tryKeysOnEvents(world, events)).toEqual([]);
  }, 240_000);

  it('let visitors talk with their bot, and nothing else, on every route', async () => {
    expect(await tryVisitors(world, routes)).toEqual([]);
  }, 240_000);

  it('let visitors talk with their bot, and nothing else, on every socket event', async () => {
    expect(await tryVisitorsOnEvents(world, events)).toEqual([]);
  }, 240_000);

  it('hear nothing of each other while it happens', async () => {
    const { b } = world;
    const url = `${server.url}/api/v1/bots/${b.ids.bot}`;
    const eavesdroppers = await Eavesdroppers.gather(world);
    const owner = await insider(world);
    await eavesdroppers.tryToJoin();

    model.play({ tokens: ['Live ', b.canary, '.'], holdAt: 1 });
    const stream = await EventStream.open(`${url}/chat`, {
      method: 'POST',
      token: b.owner.accessToken,
      body: { message: 'Anything new?', conversationId: b.ids.conversation },
    });
    const [started] = await stream.until((events) => events.some(({ event }) => event === 'delta'));
    expect(await eavesdroppers.tryAnswer(started.data.messageId)).toEqual([]);
    model.release();
    await stream.all();
    expect(stream.text).toBe(`Live ${b.canary}.`);
    model.play({ tokens: ['Nothing.'] });

    const text = { title: `Live ${b.canary}`, content: `Live ${b.canary}` };
    const { id } = (await b.owner.api.post(`/bots/${b.ids.bot}/documents/text`, text)).body;
    await owner.until('document:ready');
    await b.owner.api.delete(`/documents/${id}`);
    await owner.until('document:deleted');
    await owner.until('message:completed');
    expect(await eavesdroppers.heard()).toEqual([]);
    eavesdroppers.leave();
    owner.leave();
  }, 240_000);

  it('get nothing by what is no id', async () => {
    expect(await tryOddIds(world, routes)).toEqual([]);
  }, 240_000);

  it('get nothing of each other by odd paging and filters', async () => {
    expect(await tryOddQueries(world, routes)).toEqual([]);
  }, 240_000);

  it('do not share keys of repeats: what one has sent is news from the other', async () => {
    const { a, b } = world;
    const key = newId();
    const create = ({ owner, canary }: Tenant) =>
      owner.api.post('/bots', { name: `Once ${canary}` }).set('Idempotency-Key', key);
    const [one, other, again] = [await create(b), await create(a), await create(b)];
    expect([one.status, other.status, again.status]).toEqual([201, 201, 201]);
    expect(other.text).not.toContain(b.canary);
    expect(again.body.id).toBe(one.body.id);
  });

  it('do not learn from an upload what the other has: the same file is new to each', async () => {
    const { a, b } = world;
    const upload = ({ owner, ids }: Tenant) =>
      owner.api
        .post(`/bots/${ids.bot}/documents`)
        .attach('files', Buffer.from('The same bytes.'), 'same.txt');
    const [one, other] = [await upload(b), await upload(a)];
    const shape = ({ id: _, botId: __, createdAt: ___, updatedAt: ____, ...rest }: Record<string, unknown>) =>
      rest;
    expect(shape(other.body.items[0])).toEqual(shape(one.body.items[0]));
    expect(other.body.items[0]).toMatchObject({ botId: a.ids.bot, status: 'queued' });
    await world.settled();
  });

  it('and strangers see nothing of the operation: only operators open the queue dashboard', async () => {
    for (const [who, token] of Object.entries(world.callers).filter(([name]) => name !== 'operator')) {
      const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
      const response = await fetch(`${server.url}/queues/api/queues`, { headers, redirect: 'manual' });
      expect([who, response.ok]).toEqual([who, false]);
    }
    for (const path of ['/health/live', '/health/ready', '/docs/openapi.json']) {
      const text = await (await fetch(`${server.url}${path}`)).text();
      for (const tenant of [world.a, world.b]) expect(leaksOf(text, tenant, () => false)).toEqual([]);
    }
  });

  it('cannot set what is not theirs to set', async () => {
    await world.settled();
    const rows = async () => [await tenantRows(server, world.a), await tenantRows(server, world.b)];
    const before = await rows();
    expect(await overfill(world, routes)).toEqual([]);
    expect(await overfillQueries(world, routes)).toEqual([]);
    expect(await overfillEvents(world, events)).toEqual([]);
    expect(await rows()).toEqual(before);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  }, 240_000);

  describe('the matrix sees it when', () => {
    afterEach(() => jest.restoreAllMocks());

    it.each(HOLES)('$title', async ({ keys, dig, found }) => {
      const undo = dig(world, routes);
      const violations = [
        ...(await tryRoutes(
          world,
          routes.filter(({ key }) => keys.includes(key)),
        )),
        ...(await tryEvents(
          world,
          events.filter(({ key }) => keys.includes(key)),
        )),
      ];
      undo?.();
      expect(violations.join('\n')).toMatch(found);
    });

    it.each(KEY_HOLES)('$title', async ({ keys, dig, found }) => {
      dig(world);
      const affected = routes.filter(({ key }) => keys.includes(key));
      const violations = [
        ...(await tryRoutes(world, affected)),
        ...(await tryKeys(world, affected)),
        ...(await tryKeysOnEvents(
          world,
          events.filter(({ key }) => keys.includes(key)),
        )),
      ];
      expect(violations.join('\n')).toMatch(found);
    });

    it.each(VISITOR_HOLES)('$title', async ({ keys, dig, found }) => {
      dig(world);
      const violations = [
        ...(await tryVisitors(
          world,
          routes.filter(({ key }) => keys.includes(key)),
        )),
        ...(await tryVisitorsOnEvents(
          world,
          events.filter(({ key }) => keys.includes(key)),
        )),
      ];
      expect(violations.join('\n')).toMatch(found);
    });

    it('a route or an event is added that nobody thought about', () => {
      expect(unmatched([...routes, { key: 'GET /new' }], ROUTE_CASES)).toEqual(['GET /new has no case']);
      expect(unmatched([...events, { key: '/chat new' }], EVENT_CASES)).toEqual(['/chat new has no case']);
    });
  });
});
