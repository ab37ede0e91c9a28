import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { compiledLauncher } from '../support/compiled-launcher.mjs';
import { withClient } from '../support/postgres-client.js';
import {
  allGone,
  hardKill,
  openFolder,
  postmasterPid,
  PostgresOwners,
  writeRow,
} from '../support/postgres-owner.js';
import { eventually, listProcesses } from '../support/processes.js';

const asRoot = process.getuid?.() === 0;

// Killing several processes is not one step: rarely one of them acts on the death of another before its own.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

describe('embedded PostgreSQL', () => {
  let owners: PostgresOwners;
  let folder: string;
  let count = 0;
  /** A database that every test may start from; each leaves it whole, or it is a defect. */
  let dataDir: string;
  const written: string[] = [];

  beforeAll(async () => {
    owners = new PostgresOwners(await compiledLauncher());
    folder = await openFolder(join(tmpdir(), `kyrochat-launcher-${process.pid}`));
    dataDir = join(folder, 'data');
  });

  afterEach(() => owners.endAll());
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function expectNothingLost(url: string): Promise<void> {
    const text = `row ${++count}`;
    written.push(text);
    expect(await writeRow(url, text)).toEqual(written);
  }

  describe('in ordinary life', () => {
    it('creates a database, keeps the password to itself, and finds the rows again', async () => {
      const first = await owners.start(dataDir);
      await expectNothingLost(first.answer.url);
      expect((await stat(join(dataDir, 'postgres.secret'))).mode & 0o777).toBe(0o600);
      expect(await first.kill('SIGTERM')).toBe(0);
      const second = await owners.start(dataDir);
      await expectNothingLost(second.answer.url);
    });

    it('sorts and folds text the same on every system and brings the extensions that search needs', async () => {
      const { answer } = await owners.start(dataDir);
      const { rows } = await withClient(answer.url, async (client) => {
        for (const name of ['btree_gin', 'pg_trgm', 'unaccent'])
          await client.query(`CREATE EXTENSION ${name}`);
        return client.query(
          `SELECT current_setting('server_encoding') AS encoding, lower('ÀÉ') AS lowered, unaccent('Éàü') AS bare,
                  (SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = current_database()) AS locale`,
        );
      });
      expect(rows).toEqual([{ encoding: 'UTF8', lowered: 'àé', bare: 'Eau', locale: 'b C.UTF-8' }]);
    });

    it.each([
      ['SIGINT', 1],
      ['SIGTERM', 2],
    ] as const)('ends cleanly on %s, sent %i times', async (signal, times) => {
      const owner = await owners.start(dataDir);
      const { watchdog, postgres } = await owner.parts();
      expect(watchdog.length).toBeGreaterThan(0);
      expect(postgres.length).toBeGreaterThan(0);
      expect(await owner.kill(signal, times)).toBe(0);
      await allGone([...watchdog, ...postgres]);
      expect(await readdir(dataDir)).not.toContain('postgres.lock');
      expect(await readFile(owner.answer.logFile, 'utf8')).toMatch(/database system is shut down\s*$/);
    });

    it('refuses a second process on the same folder with one clear error, and the first goes on', async () => {
      const first = await owners.start(dataDir);
      const second = owners.launch(dataDir);
      expect(await second.ready()).toEqual({
        code: 'data_dir_in_use',
        message:
          `Another KyroChat process (pid ${first.pid}) already uses ${dataDir}. ` +
          'Stop it first, or give this one its own data folder (DATA_DIR).',
      });
      await expectNothingLost(first.answer.url);
    });

    it('refuses a database of another major version and names both', async () => {
      const other = await openFolder(join(folder, 'version'));
      await mkdir(join(other, 'postgres'));
      await writeFile(join(other, 'postgres', 'PG_VERSION'), '12\n');
      if (asRoot) await chown(join(other, 'postgres'), 65_534, 65_534);
      const answer = await owners.launch(other).ready();
      expect(answer?.code).toBe('wrong_version');
      expect(answer?.message).toMatch(/made by PostgreSQL 12, and this KyroChat brings PostgreSQL \d+/);
    });
  });

  describe('after kill -9', () => {
    it('of the app: the watchdog stops PostgreSQL, and the app may start again at once', async () => {
      const owner = await owners.start(dataDir);
      const parts = await owner.parts();
      await owner.kill('SIGKILL');
      const next = await owners.start(dataDir);
      await expectNothingLost(next.answer.url);
      await allGone([...parts.watchdog, ...parts.postgres]);
    });

    it('of the app with nobody starting it again: nothing is left running', async () => {
      const owner = await owners.start(dataDir);
      const { watchdog, postgres } = await owner.parts();
      await owner.kill('SIGKILL');
      await allGone([...watchdog, ...postgres]);
      expect(await readFile(owner.answer.logFile, 'utf8')).toMatch(/database system is shut down\s*$/);
    });

    it("of the app's whole process group: PostgreSQL is not in it and shuts down in order", async () => {
      const owner = await owners.start(dataDir);
      const { watchdog, postgres } = await owner.parts();
      await owner.killGroup('SIGKILL');
      await allGone([...watchdog, ...postgres]);
      expect(await readFile(owner.answer.logFile, 'utf8')).toMatch(/database system is shut down\s*$/);
    });

    it('of the app, the watchdog and every PostgreSQL process: recovers from the log', async () => {
      const owner = await owners.start(dataDir);
      await expectNothingLost(owner.answer.url);
      const { watchdog, postgres } = await owner.parts();
      hardKill([...watchdog, owner.pid, ...postgres]);
      await allGone([...watchdog, ...postgres]);
      expect(await readdir(owner.answer.cluster)).toContain('postmaster.pid');
      const next = await owners.start(dataDir);
      await expectNothingLost(next.answer.url);
    });

    it('of the app and the watchdog only: the orphaned PostgreSQL is found, stopped and replaced', async () => {
      const owner = await owners.start(dataDir);
      const { watchdog } = await owner.parts();
      const orphan = await postmasterPid(owner.answer.cluster);
      hardKill([...watchdog, owner.pid]);
      await allGone(watchdog);
      expect((await listProcesses()).map(({ pid }) => pid)).toContain(orphan);
      const next = await owners.start(dataDir);
      expect(next.log).toContain(`pid ${orphan}`);
      await allGone([orphan]);
      await expectNothingLost(next.answer.url);
    });

    it('of the app, the watchdog and the postmaster: back ends left over are waited for or ended', async () => {
      const owner = await owners.start(dataDir);
      const { watchdog, postgres } = await owner.parts();
      // Busy in a statement that looks at nothing else: it does not notice the end of its postmaster by itself.
      const busy = withClient(owner.answer.url, (client) =>
        client.query('SELECT count(*) FROM generate_series(1, 2000000000)'),
      ).catch(() => undefined);
      await eventually(
        'the busy back end',
        async () => (await owner.parts()).postgres.length > postgres.length,
      );
      const all = (await owner.parts()).postgres;
      hardKill([...watchdog, owner.pid, await postmasterPid(owner.answer.cluster)]);
      const next = await owners.start(dataDir);
      await expectNothingLost(next.answer.url);
      await allGone(all);
      await busy;
    });

    it('when the app stays a zombie, as under a slow init: it counts as dead', async () => {
      const script = join(__dirname, '..', 'support', 'embedded-postgres-process.mjs');
      const options = JSON.stringify({ dataDir, flags: ['fsync=off'] });
      // The shell becomes sleep, which never asks what became of its child.
      const careless = spawn(
        '/bin/sh',
        ['-c', '"$@" & exec sleep 60', 'sh', process.execPath, script, await compiledLauncher(), options],
        { stdio: ['ignore', 'pipe', 'ignore'] },
      );
      try {
        await once(careless.stdout, 'data');
        const { pid } = JSON.parse(await readFile(join(dataDir, 'postgres.lock'), 'utf8')) as { pid: number };
        process.kill(pid, 'SIGKILL');
        await allGone([pid]);
        // The pid still exists: only its state tells.
        expect(() => process.kill(pid, 0)).not.toThrow();
        const next = await owners.start(dataDir);
        await expectNothingLost(next.answer.url);
      } finally {
        careless.kill('SIGKILL');
      }
    });

    it.each([10, 250, 500])(
      '%i ms into the creation of a database: the next start makes a whole one',
      async (ms) => {
        const fresh = join(folder, `init-${ms}`);
        const first = owners.launch(fresh);
        await eventually('the creation', () => Promise.resolve(first.log.includes('Creating the database')));
        await delay(ms);
        await first.kill('SIGKILL');
        const next = await owners.start(fresh);
        expect(await writeRow(next.answer.url, 'first')).toEqual(['first']);
        const leftovers = (await readdir(fresh)).filter((name) => name.includes('.init-'));
        expect(leftovers).toEqual([]);
      },
    );
  });

  describe('with misleading files', () => {
    it('takes a postmaster.pid that names a live process of somebody else for stale', async () => {
      const owner = await owners.start(dataDir);
      const { watchdog, postgres } = await owner.parts();
      hardKill([...watchdog, owner.pid, ...postgres]);
      await allGone([...watchdog, ...postgres]);
      const stranger = spawn('sleep', ['60']);
      try {
        const file = join(owner.answer.cluster, 'postmaster.pid');
        const text = await readFile(file, 'utf8');
        await writeFile(file, text.replace(/^\d+/, String(stranger.pid)));
        const next = await owners.start(dataDir);
        await expectNothingLost(next.answer.url);
        expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
      } finally {
        stranger.kill('SIGKILL');
      }
    });

    it('gives the database a new password when the file with the old one is lost', async () => {
      await rm(join(dataDir, 'postgres.secret'));
      const owner = await owners.start(dataDir);
      await expectNothingLost(owner.answer.url);
      const wrong = owner.answer.url.replace(/:[^:@]+@/, ':wrong@');
      await expect(withClient(wrong, (client) => client.query('SELECT 1'))).rejects.toMatchObject({
        code: '28P01',
      });
    });

    it('finds an orphaned server also when the data folder was renamed under it', async () => {
      const owner = await owners.start(dataDir);
      const { watchdog } = await owner.parts();
      const orphan = await postmasterPid(owner.answer.cluster);
      hardKill([...watchdog, owner.pid]);
      await allGone(watchdog);
      await rename(dataDir, `${dataDir}-renamed`);
      dataDir = `${dataDir}-renamed`;
      const next = await owners.start(dataDir);
      await allGone([orphan]);
      await expectNothingLost(next.answer.url);
    });
  });

  describe('when PostgreSQL itself is killed under a running app', () => {
    it.each(['the postmaster', 'the watchdog'])(
      'brings it back on the same port after the end of %s',
      async (part) => {
        const owner = await owners.start(dataDir);
        const before = await postmasterPid(owner.answer.cluster);
        hardKill(part === 'the watchdog' ? (await owner.parts()).watchdog : [before]);
        await eventually('its return', () => Promise.resolve(owner.log.includes('PostgreSQL runs again')));
        expect(await postmasterPid(owner.answer.cluster)).not.toBe(before);
        await expectNothingLost(owner.answer.url);
        const { watchdog, postgres } = await owner.parts();
        expect(await owner.kill('SIGTERM')).toBe(0);
        await allGone([...watchdog, ...postgres]);
      },
    );
  });

  describe('in a folder that only its owner may enter', () => {
    it(`${asRoot ? 'moves under /var/lib and says so, under root' : 'stays where it is, under an ordinary user'}`, async () => {
      const home = await mkdtemp(join(folder, 'home-'));
      const closed = join(home, 'clone', 'data');
      await mkdir(closed, { recursive: true });
      const first = await owners.start(closed);
      expect(await writeRow(first.answer.url, 'one')).toEqual(['one']);
      if (asRoot) {
        expect(first.answer.cluster).toMatch(/^\/var\/lib\/kyrochat\/[0-9a-f]{16}\/postgres$/);
        expect(first.log).toContain(first.answer.cluster.replace(/\/postgres$/, ''));
      } else {
        expect(first.answer.cluster).toBe(join(closed, 'postgres'));
      }
      try {
        await first.kill('SIGKILL');
        // The folder's new name must not make the database seem empty.
        await rename(join(home, 'clone'), join(home, 'moved'));
        const second = await owners.start(join(home, 'moved', 'data'));
        expect(await writeRow(second.answer.url, 'two')).toEqual(['one', 'two']);
      } finally {
        await owners.endAll();
        if (asRoot) await rm(join(first.answer.cluster, '..'), { recursive: true, force: true });
      }
    });
  });
});
