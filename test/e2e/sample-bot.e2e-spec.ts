import { newId } from '../../src/kernel/id.js';
import { Guide, type GuidePage } from '../../src/sample/application/ports/guide.port.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ApiClient } from '../support/api-client.js';
import { AppProcess, createDataDir } from '../support/app-process.js';
import { createTestDatabase, type TestDatabase, withClient } from '../support/postgres.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { visit } from '../support/visitors.js';
import { waitFor } from '../support/wait-for.js';

const offer = async (url: string) => (await new ApiClient(url).get('/public/sample').expect(200)).body;
const botsOf = async ({ api }: Pick<TestUser, 'api'>) => (await api.get('/bots').expect(200)).body.items;

describe('the sample bot of the embedded default', () => {
  let dataDir: Awaited<ReturnType<typeof createDataDir>>;
  let app: AppProcess;
  let publicKey: string;
  let first: TestUser;

  const start = async () => {
    // As an operator starts it: nothing is set.
    app = await AppProcess.start({ dataDir: dataDir.path, env: { SAMPLE_BOT: '' } });
  };
  beforeAll(async () => {
    dataDir = await createDataDir();
    await start();
  }, 60_000);
  afterAll(async () => {
    await app.stop();
    await AppProcess.killAll();
    await dataDir.remove();
  });

  it('is there from the first start, and its address is printed', async () => {
    ({ publicKey } = await offer(app.url));
    expect(publicKey).toMatch(/^[\w-]{24}$/);
    await waitFor('the address', () => app.output.includes(`/demo/${publicKey}\n`));
  });

  it('answers strangers about KyroChat, from its documentation', async () => {
    const { page } = await visit(app.url, { publicKey }, {}, app.url);
    const { botId } = (await page.get(`/public/bots/${publicKey}`).expect(200)).body;
    const message = await waitFor(
      'an answer',
      async () => {
        const { body } = await page.post(`/bots/${botId}/chat`, {
          message: 'Which PostgreSQL versions can DATABASE_URL name?',
        });
        // It may be asked before it has read everything; then it answers from what it knows so far.
        return /14 or newer/.test(body.message.content) ? body.message : undefined;
      },
      { timeoutMs: 60_000, everyMs: 500 },
    );
    expect(message.answered).toBe(true);
    expect(message.citations[0]).toMatchObject({
      snippet: expect.stringMatching(/14 or newer/),
      title: expect.any(String),
    });
  }, 90_000);

  it('belongs to the first person who registers and to nobody else, and is not offered any more', async () => {
    first = await registerUser(app.url);
    const second = await registerUser(app.url);
    expect(await botsOf(second)).toEqual([]);
    const [bot, ...others] = await botsOf(first);
    expect(others).toEqual([]);
    expect(bot).toMatchObject({ sample: true, publicKey, workspaceId: first.workspaceId });
    expect(await offer(app.url)).toEqual({ publicKey: null });
    const { body: workspaces } = await first.api.get('/workspaces').expect(200);
    expect(workspaces.items).toHaveLength(1);
    expect(workspaces.items[0]).toMatchObject({ id: first.workspaceId, role: 'owner', personal: true });
    const { body: usage } = await first.api.get(`/workspaces/${first.workspaceId}/usage`).expect(200);
    expect(usage.bots.used).toBe(1);
  });

  it('once deleted, it does not come back', async () => {
    const [bot] = await botsOf(first);
    await first.api.delete(`/bots/${bot.id}`).expect(204);
    await app.stop();
    await start();
    expect(app.output).not.toContain('/demo/');
    expect(await botsOf({ api: new ApiClient(app.url, first.accessToken) })).toEqual([]);
    expect(await offer(app.url)).toEqual({ publicKey: null });
  }, 60_000);
});

describe('the sample bot with a database of one’s own', () => {
  let database: TestDatabase;
  const apps: TestApp[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
    await database.drop();
  });

  const start = async (mode: string, pages = PAGES) => {
    const app = await startTestApp({
      env: { SAMPLE_BOT: mode },
      databaseUrl: database.url,
      override: (builder) =>
        builder.overrideProvider(Guide).useValue({ pages: () => Promise.resolve(pages) }),
    });
    apps.push(app);
    return app;
  };
  const sql = async (text: string) =>
    withClient(database.url, async (client) => (await client.query(text)).rows as object[]);

  it('is not made unless it is asked for', async () => {
    expect(await offer((await start('auto')).url)).toEqual({ publicKey: null });
    expect(await sql('SELECT 1 FROM bots')).toEqual([]);
  });

  it('is made once by two instances that start together', async () => {
    const [one, other] = await Promise.all([start('on'), start('on')]);
    expect(await offer(one.url)).toEqual(await offer(other.url));
    expect(await sql('SELECT sample FROM bots')).toEqual([{ sample: true }]);
    expect(await sql('SELECT title FROM documents ORDER BY id')).toEqual([
      { title: 'One' },
      { title: 'Two' },
    ]);
  });

  it('is completed by the next start when the first one died half way', async () => {
    await (await start('on', PAGES.slice(0, 1))).close();
    apps.length = 0;
    await sql('UPDATE sample SET filled_at = NULL');
    await start('on');
    expect(await sql('SELECT count(*)::int AS bots FROM bots')).toEqual([{ bots: 1 }]);
    expect(await sql('SELECT title FROM documents ORDER BY id')).toEqual([
      { title: 'One' },
      { title: 'Two' },
    ]);
  });

  it('waits for somebody who is just registering, and leaves them what they have', async () => {
    await withClient(database.url, async (client) => {
      await client.query('BEGIN');
      await client.query(`INSERT INTO workspaces (id, name) VALUES ('${newId()}', 'Ada')`);
      const starting = start('on');
      await waitFor('the start to wait', async () => (await sql(WAITING)).length > 0, { timeoutMs: 30_000 });
      await client.query('COMMIT');
      expect(await offer((await starting).url)).toEqual({ publicKey: null });
    });
    expect(await sql('SELECT 1 FROM bots')).toEqual([]);
  });
});

const WAITING = `
  SELECT 1 FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'LOCK TABLE workspaces%'`;

const PAGES: GuidePage[] = [
  { title: 'One', content: '# One\n\nThe first page.' },
  { title: 'Two', content: '# Two\n\nThe second page.' },
];
