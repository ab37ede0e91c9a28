import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { binary, type NativeBinaries } from './native-binaries.js';
import { findProcess, isRunning, processesWorkingIn } from './process-table.js';
import type { SystemUser } from './system-user.js';
import { runAs } from './watched-process.js';

const NO_SUCH_PID = 2_147_483_646;

/** What PostgreSQL writes into postmaster.pid. */
export interface PostmasterFile {
  pid: number;
  port: number;
  /** `starting`, `ready`, `stopping`, ...; empty while the server is young. */
  status: string;
}

export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    },
  );
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  return {
    pid: Number.parseInt(lines[0], 10) || 0,
    port: Number.parseInt(lines[3] ?? '', 10) || 0,
    status: (lines[7] ?? '').trim(),
  };
}

/**
 * Makes sure that no server of an earlier life works on the data folder. Call it only while holding the owner lock:
 * whatever runs there then is an orphan.
 */
export async function retireOldServer(
  cluster: string,
  native: NativeBinaries,
  user: SystemUser,
  tell: (message: string) => void,
): Promise<void> {
  const file = await readPostmasterFile(cluster);
  if (file && (await isPostmasterOf(file.pid, cluster))) {
    tell(`A PostgreSQL server (pid ${file.pid}) was left running by a start that was killed; stopping it.`);
    await stopOrphan(file.pid, cluster, native, user);
  }
  await endStrays(cluster);
  if (await readPostmasterFile(cluster)) await disownPid(cluster);
}

async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  const found = await findProcess(pid);
  if (!found) return false;
  const words = found.command.split('\0');
  // It works in its data folder, also when that was renamed under it.
  if (basename(words[0]) === 'postgres' && (await processesWorkingIn(cluster)).includes(pid)) return true;
  // A postmaster keeps its arguments; its children replace them by a title such as "postgres: checkpointer".
  if (words.length > 1) return basename(words[0]) === 'postgres' && words.includes(cluster);
  return /(^|\/)postgres /.test(found.command) && found.command.includes(` ${cluster} `);
}

async function stopOrphan(
  pid: number,
  cluster: string,
  native: NativeBinaries,
  user: SystemUser,
): Promise<void> {
  const pgCtl = binary(native, 'pg_ctl');
  for (const mode of ['fast', 'immediate']) {
    await runAs(user, pgCtl, ['stop', '-D', cluster, '-m', mode, '-w', '-t', '15', '-s']);
    if (await gone(pid)) return;
  }
  throw new EmbeddedPostgresError(
    'old_server_running',
    `The PostgreSQL server with pid ${pid} still uses ${cluster} and does not stop. Stop it (kill -9 ${pid}) and start again.`,
  );
}

async function gone(pid: number): Promise<boolean> {
  for (let waited = 0; waited < 1_000; waited += 20) {
    if (!(await isRunning(pid))) return true;
    await delay(20);
  }
  return false;
}

/**
 * The pid in the file belongs to nobody, to somebody else by now, or to a zombie, and for the last two PostgreSQL would
 * refuse to start. The file itself stays: it also names the shared memory by which PostgreSQL recognises back ends that
 * outlived their postmaster.
 */
async function disownPid(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace(/^[^\n]*/, String(NO_SUCH_PID)));
}

/** Back ends whose postmaster was killed end by themselves, but not always at once; nothing they do can be kept. */
async function endStrays(cluster: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const strays = await processesWorkingIn(cluster);
    if (strays.length === 0) return;
    if (attempt >= 50) for (const pid of strays) kill(pid);
    await delay(20);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
