import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { findProcess, pidNamespace } from './process-table.js';

const HEARTBEAT_MS = 2_000;
const FOREIGN_SILENCE_MS = 6_000;

interface Owner {
  pid: number;
  started: string;
  namespace: string;
  token: string;
}

/**
 * One process per data folder. The lock names its owner by pid and process start time, so it never outlives the owner,
 * however that one died, and a recycled pid is not mistaken for it. An owner in another container cannot be looked up:
 * it shows that it lives by touching the file.
 */
export class OwnerLock {
  private readonly heartbeat: NodeJS.Timeout;

  private constructor(
    private readonly file: string,
    private readonly folder: string,
    private readonly token: string,
  ) {
    this.heartbeat = setInterval(() => {
      const now = new Date();
      utimes(this.file, now, now).catch(() => undefined);
    }, HEARTBEAT_MS).unref();
  }

  /** Throws `data_dir_in_use` when a live process owns `folder`; `file` is the lock file to use. */
  static async acquire(file: string, folder: string): Promise<OwnerLock> {
    const self = await findProcess(process.pid);
    const owner: Owner = {
      pid: process.pid,
      started: self?.started ?? '',
      namespace: await pidNamespace(),
      token: randomUUID(),
    };
    const draft = `${file}.${owner.token}`;
    await writeFile(draft, JSON.stringify(owner), { mode: 0o600 });
    try {
      while (!(await linkUnlessExists(draft, file))) await removeDeadLock(file, folder, owner, draft);
    } finally {
      await rm(draft, { force: true });
    }
    return new OwnerLock(file, folder, owner.token);
  }

  /** Throws when another process took the lock away from us: the last check before the data files are touched. */
  async assertHeld(): Promise<void> {
    const current = await readOwner(this.file);
    if (current?.owner.token !== this.token) throw inUse(this.folder, current?.owner.pid);
  }

  async release(): Promise<void> {
    clearInterval(this.heartbeat);
    const current = await readOwner(this.file);
    if (current?.owner.token === this.token) await rm(this.file, { force: true });
  }
}

async function linkUnlessExists(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Takes a dead owner's lock away; throws when the owner lives. Only who holds the second file may remove the first one,
 * and only while it still says what was judged: else a slow starter would remove the lock of a quicker one.
 */
async function removeDeadLock(file: string, folder: string, self: Owner, draft: string): Promise<void> {
  const seen = await readOwner(file);
  if (!seen) return;
  if (await isAlive(file, seen.owner, self)) throw inUse(folder, seen.owner.pid);
  const turn = `${file}.turn`;
  if (!(await linkUnlessExists(draft, turn))) return waitForTurn(turn, self);
  try {
    if ((await readOwner(file))?.text === seen.text) await rm(file, { force: true });
  } finally {
    await rm(turn, { force: true });
  }
}

/** Who has the turn needs it for a moment only, unless it was killed in that very moment. */
async function waitForTurn(turn: string, self: Owner): Promise<void> {
  await delay(5);
  const holder = await readOwner(turn);
  if (!holder || (await isAlive(turn, holder.owner, self))) return;
  const aside = `${turn}.${randomUUID()}`;
  await rename(turn, aside).catch(() => undefined);
  await rm(aside, { force: true });
}

async function isAlive(file: string, owner: Owner, self: Owner): Promise<boolean> {
  if (owner.pid === 0) return false;
  if (owner.namespace !== self.namespace) return touches(file);
  const found = await findProcess(owner.pid);
  return found !== undefined && found.started === owner.started;
}

async function touches(file: string): Promise<boolean> {
  const modified = async () => (await stat(file).catch(() => undefined))?.mtimeMs;
  const before = await modified();
  if (before === undefined) return false;
  const deadline = Date.now() + FOREIGN_SILENCE_MS;
  while (Date.now() < deadline) {
    await delay(200);
    if ((await modified()) !== before) return true;
  }
  return false;
}

async function readOwner(file: string): Promise<{ owner: Owner; text: string } | undefined> {
  try {
    const text = await readFile(file, 'utf8');
    return { text, owner: parseOwner(text) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A lock that cannot be read (a disk that was full, an edit by hand) has no live owner: locks are linked in whole. */
function parseOwner(text: string): Owner {
  try {
    const owner = JSON.parse(text) as Partial<Owner>;
    return {
      pid: Number(owner.pid ?? 0),
      started: String(owner.started ?? ''),
      namespace: String(owner.namespace ?? ''),
      token: String(owner.token ?? ''),
    };
  } catch {
    return { pid: 0, started: '', namespace: '', token: '' };
  }
}

function inUse(folder: string, pid?: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'data_dir_in_use',
    `Another KyroChat process${pid ? ` (pid ${pid})` : ''} already uses ${folder}. ` +
      'Stop it first, or give this one its own data folder (DATA_DIR).',
  );
}
