import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { compiledLauncher } from './support/compiled-launcher.mjs';

const PREFIX = 'kyrochat-test-';
const root = join(import.meta.dirname, '..');

/**
 * One throw-away PostgreSQL server per run, in a folder of its own, so that runs on the same checkout do not meet.
 * KYRO_TEST_DATABASE_URL names it for the tests; set beforehand, it names a server to use instead.
 */
export default async function setUp(globalConfig) {
  process.env.KYRO_TEST_RUN = randomUUID().slice(0, 8);
  if (process.env.KYRO_TEST_DATABASE_URL || onlyUnitTests(globalConfig)) return;
  await removeLeftovers();
  const folder = join(tmpdir(), `${PREFIX}${process.pid}-${process.env.KYRO_TEST_RUN}`);
  await mkdir(folder);
  // Under root PostgreSQL runs as another user, who must be able to enter.
  await chmod(folder, 0o711);
  const { EmbeddedPostgres } = await import(await compiledLauncher());
  const server = new EmbeddedPostgres({
    dataDir: folder,
    logger: { info: () => undefined, warn: console.warn, error: console.error },
    flags: [
      'fsync=off',
      'synchronous_commit=off',
      'full_page_writes=off',
      'max_connections=300',
      // A test database is a copy of a template, and checkpoints of many small copies only cost time.
      'max_wal_size=4GB',
      'autovacuum_naptime=10min',
    ],
  });
  const handle = await server.start();
  process.env.KYRO_TEST_DATABASE_URL = handle.url;
  globalThis.__kyroTestDatabase = { handle, folder };
}

/** Tests beside the sources do no I/O, and the architecture rules only read files: no server for those alone. */
function onlyUnitTests({ testPathPatterns, nonFlagArgs = [], watch, watchAll }) {
  const patterns = testPathPatterns?.patterns ?? nonFlagArgs;
  if (watch || watchAll || patterns.length === 0) return false;
  return patterns.every((pattern) => /^(src|test\/architecture)(\/|$)/.test(relativePath(pattern)));
}

function relativePath(pattern) {
  return pattern.startsWith('/') ? relative(root, pattern) : pattern.replace(/^\.\//, '');
}

/** Folders of runs that were killed; their servers ended with them. */
async function removeLeftovers() {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    const path = join(tmpdir(), name);
    const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now());
    const pid = Number(name.slice(PREFIX.length).split('-')[0]);
    if (age > 60_000 && !isAlive(pid))
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
