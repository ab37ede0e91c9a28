import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '../../src/platform/database/embedded/index.js';
import { OwnerLock } from '../../src/platform/database/embedded/owner-lock.js';
import { findProcess, pidNamespace } from '../../src/platform/database/embedded/process-table.js';
import { withClient } from '../support/postgres-client.js';
import { openFolder } from '../support/postgres-owner.js';

const ports: number[] = [];
jest.mock('../../src/platform/database/embedded/free-port.js', () => {
  const actual = jest.requireActual<{ freePort: () => Promise<number> }>(
    '../../src/platform/database/embedded/free-port.js',
  );
  return { freePort: async () => ports.shift() ?? actual.freePort() };
});

describe('OwnerLock', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kyrochat-lock-'));
    file = join(folder, 'lock');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const leave = (owner: object) => writeFile(file, JSON.stringify({ token: 'theirs', ...owner }));
  const acquire = () => OwnerLock.acquire(file, folder);

  it('takes over from an owner whose pid belongs to a younger process by now', async () => {
    await leave({ pid: process.pid, started: 'long ago', namespace: await pidNamespace() });
    const lock = await acquire();
    await lock.assertHeld();
    await lock.release();
  });

  it('takes over a lock that was cut off in writing', async () => {
    await writeFile(file, '{"pid":');
    await (await acquire()).release();
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('goes to exactly one of many that find a dead owner at the same moment', async () => {
    for (let round = 0; round < 20; round++) {
      await leave({ pid: 2_147_483_646, started: 'x', namespace: await pidNamespace() });
      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, acquire));
      const winners = outcomes.filter((outcome) => outcome.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      await winners[0].value.assertHeld();
      await winners[0].value.release();
    }
  });

  it('respects an owner in another container as long as it gives signs of life', async () => {
    const started = (await findProcess(process.pid))?.started;
    await leave({ pid: 2_147_483_646, started, namespace: 'pid:[another]' });
    const heart = setInterval(() => void utimes(file, new Date(), new Date()), 300);
    await expect(acquire()).rejects.toMatchObject({ code: 'data_dir_in_use' });
    clearInterval(heart);
    await (await acquire()).release();
  });

  it('tells an owner that lost its lock', async () => {
    const lock = await acquire();
    await leave({ pid: 1, started: 'x', namespace: 'x' });
    await expect(lock.assertHeld()).rejects.toMatchObject({ code: 'data_dir_in_use' });
    await lock.release();
    expect(await readFile(file, 'utf8')).toContain('theirs');
  });
});

describe('EmbeddedPostgres', () => {
  let folder: string;
  let dataDir: string;
  const busy: Server[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kyrochat-ports-'));
    dataDir = join(await openFolder(`${folder}-open`), 'data');
  });
  afterEach(() => busy.splice(0).forEach((server) => server.close()));
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await rm(`${folder}-open`, { recursive: true, force: true });
  });

  async function occupyPort(): Promise<number> {
    const server = createServer();
    busy.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as { port: number }).port;
  }

  const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const launcher = () => new EmbeddedPostgres({ dataDir, logger, flags: ['fsync=off'] });

  it('tries other ports when somebody takes the chosen one first', async () => {
    const taken = [await occupyPort(), await occupyPort()];
    ports.push(...taken);
    const server = await launcher().start();
    expect(taken).not.toContain(server.port);
    expect(
      await withClient(server.url, async (client) => (await client.query('SELECT 1 AS one')).rows),
    ).toEqual([{ one: 1 }]);
    await server.stop();
  });

  it('gives up after five with the server’s own words, and leaves the folder free', async () => {
    const taken = await occupyPort();
    ports.push(taken, taken, taken, taken, taken);
    await expect(launcher().start()).rejects.toMatchObject({
      code: 'start_failed',
      message: expect.stringContaining('could not bind IPv4 address') as string,
    });
    const server = await launcher().start();
    await server.stop();
  });

  it('reports a setting that PostgreSQL does not know at once', async () => {
    const wrong = new EmbeddedPostgres({ dataDir, logger, flags: ['no_such_setting=1'] });
    await expect(wrong.start()).rejects.toMatchObject({
      code: 'start_failed',
      message: expect.stringContaining('no_such_setting') as string,
    });
  });

  it('never calls anything that holds up the event loop of the app that it serves', async () => {
    const folder = join(__dirname, '..', '..', 'src', 'platform', 'database', 'embedded');
    const names = await readdir(folder);
    const calls = await Promise.all(
      names.map(async (name) => (await readFile(join(folder, name), 'utf8')).match(/\w+Sync\b/g) ?? []),
    );
    expect(names.length).toBeGreaterThan(10);
    expect(calls.flat()).toEqual([]);
  });
});
