import { ChatModels } from '../../../src/ai/index.js';
import { TextExtraction } from '../../../src/documents/application/ports/text-extraction.port.js';
import { WebPageFetcher } from '../../../src/documents/application/ports/web-page-fetcher.port.js';
import { FakeTextExtraction } from '../../fakes/fake-text.extraction.js';
import { FakeWebPageFetcher } from '../../fakes/fake-web-page.fetcher.js';
import { ScriptedChatModel } from '../../fakes/scripted-chat-model.mjs';
import { eventsOf, type Route, routesOf, servedPaths, type SocketEvent } from '../../support/route-table.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { tryEvents } from './event-matrix.js';
import { EVENT_CASES, ROUTE_CASES, unmatched } from './route-cases.js';
import { tryRoutes } from './route-matrix.js';
import { World } from './world.js';

describe('two tenants', () => {
  let server: TestApp;
  let world: World;
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
    const model = new ScriptedChatModel();
    server.app.get(ChatModels, { strict: false }).register(model.provider('offline'));
    routes = routesOf(server.app);
    events = eventsOf(server.app);
    world = await World.build(server, model);
  }, 60_000);
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
  }, 60_000);

  it('keep their things from each other on every socket event', async () => {
    expect(await tryEvents(world, events)).toEqual([]);
  });
});
