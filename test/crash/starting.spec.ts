import { registerUser } from '../factories/user.factory.js';
import { ApiClient } from '../support/api-client.js';
import { AppProcess, createDataDir } from '../support/app-process.js';
import { createEmptyDatabase, type TestDatabase, withClient } from '../support/postgres.js';
import { waitFor } from '../support/wait-for.js';
import { migrations } from '../../src/platform/database/migrations.js';

describe('an app that meets an empty or unfinished database', () => {
  let database: TestDatabase;
  let dataDir: Awaited<ReturnType<typeof createDataDir>>;

  beforeEach(async () => {
    database = await createEmptyDatabase();
    dataDir = await createDataDir();
  });
  afterEach(async () => {
    await AppProcess.killAll();
    await database.drop();
    await dataDir.remove();
  });

  const launch = () => AppProcess.launch({ dataDir: dataDir.path, databaseUrl: database.url });
  const done = () =>
    withClient(database.url, async (client) => {
      const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
      return rows.map(({ name }) => name);
    });

  it('migrates once when two instances start at the same time, and both serve', async () => {
    const [one, other] = [launch(), launch()];
    await Promise.all([one.ready, other.ready]);
    expect(await done()).toEqual(migrations.map(({ name }) => name));
    const { accessToken, email } = await registerUser(one.url);
    const me = await new ApiClient(other.url, accessToken).get('/auth/me');
    expect([me.status, me.body.email]).toEqual([200, email]);
    await expect(Promise.all([one.stop(), other.stop()])).resolves.toEqual([
      { code: 0, signal: null },
      { code: 0, signal: null },
    ]);
  }, 120_000);

  it('goes on where a kill has struck in the middle of a migration', async () => {
    await holdMigration(database.url, 'documents');
    const killed = launch();
    await waitFor('the migration to be under way', () => isHeld(database.url), { timeoutMs: 60_000 });
    await killed.kill();
    expect(killed.url).toBe('');
    const half = await done();
    expect(half.length).toBeGreaterThan(0);
    expect(half.length).toBeLessThan(migrations.length);
    await releaseMigration(database.url);

    const next = launch();
    await next.ready;
    expect(await done()).toEqual(migrations.map(({ name }) => name));
    await registerUser(next.url);
  }, 120_000);

  it('takes over from an instance that dies while the other waits for its migrations', async () => {
    await holdMigration(database.url, 'documents');
    const first = launch();
    await waitFor('the migration to be under way', () => isHeld(database.url), { timeoutMs: 60_000 });
    const second = launch();
    await waitFor('the second to wait for the first', () => isWaitingForTheFirst(database.url), {
      timeoutMs: 60_000,
    });
    // The second goes on the moment the first is dead, and must not be held in its turn.
    await withClient(database.url, (client) => client.query('DROP EVENT TRIGGER hold_migration'));
    await first.kill();
    await releaseMigration(database.url);
    await second.ready;
    expect(await done()).toEqual(migrations.map(({ name }) => name));
  }, 120_000);

  it('says which migration failed and why, and serves nothing', async () => {
    await withClient(database.url, (client) => client.query('CREATE TABLE documents (wrong int)'));
    const failing = launch();
    await expect(failing.exited).resolves.toEqual({ code: 1, signal: null });
    expect(failing.url).toBe('');
    expect(failing.output).toMatch(
      /KyroChat cannot start: .*migration CreateDocuments\d+ failed.*"documents" already exists/,
    );
    expect(await done()).not.toContain(expect.stringMatching(/^CreateDocuments/));

    await withClient(database.url, (client) => client.query('DROP TABLE documents'));
    const next = launch();
    await next.ready;
    expect((await fetch(`${next.url}/health/ready`)).status).toBe(200);
  }, 120_000);
});

/** Any number: what a migration that is held stands before. */
const GATE = 77_001;

/** Lets migrations come as far as the statement that makes `table`, and no further. */
async function holdMigration(url: string, table: string): Promise<void> {
  await withClient(url, (client) =>
    client.query(`
      CREATE FUNCTION hold_migration() RETURNS event_trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF current_query() ~ 'CREATE TABLE ${table}\\M' THEN
          PERFORM pg_advisory_xact_lock_shared(${GATE});
          PERFORM pg_sleep(120);
        END IF;
      END $$;
      CREATE EVENT TRIGGER hold_migration ON ddl_command_start EXECUTE FUNCTION hold_migration()`),
  );
}

async function isHeld(url: string): Promise<boolean> {
  return withClient(url, async (client) => {
    const { rowCount } = await client.query(
      `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = ${GATE}
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    return rowCount! > 0;
  });
}

async function isWaitingForTheFirst(url: string): Promise<boolean> {
  return withClient(url, async (client) => {
    const { rowCount } = await client.query(
      `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    return rowCount! > 0;
  });
}

/** After the kill: ends the session of the dead, which PostgreSQL would let sleep on, and opens the way. */
async function releaseMigration(url: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = ${GATE}`,
    );
    await client.query('DROP EVENT TRIGGER IF EXISTS hold_migration');
  });
}
