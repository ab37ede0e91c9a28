import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Runs `work` while no other process does: `npm start` and `npm test` at once must not install or build twice. The lock
 * names its owner by pid and start time, so a killed owner does not keep it.
 */
export async function withLock(file, say, work) {
  const mine = `${process.pid} ${startTime(process.pid)}`;
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, mine);
  try {
    let waiting = false;
    while (!(await tryLink(draft, file))) {
      const theirs = await readFile(file, 'utf8').catch(() => undefined);
      if (theirs === undefined) continue;
      if (!isAlive(theirs)) {
        await removeDead(draft, file, theirs);
        continue;
      }
      if (!waiting)
        say(`Waiting for another start or test (pid ${theirs.split(' ')[0]}) that is preparing ...`);
      waiting = true;
      await delay(200);
    }
  } finally {
    await rm(draft, { force: true });
  }
  try {
    return await work();
  } finally {
    if ((await readFile(file, 'utf8').catch(() => '')) === mine) await rm(file, { force: true });
  }
}

async function tryLink(draft, file) {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes a dead owner's lock. Only who holds the second file may, and only while the lock still says what was judged:
 * else a slow process would remove the lock of a quicker one.
 */
async function removeDead(draft, file, expected) {
  const turn = `${file}.turn`;
  if (await tryLink(draft, turn)) {
    if ((await readFile(file, 'utf8').catch(() => '')) === expected) await rm(file, { force: true });
    await rm(turn, { force: true });
    return;
  }
  await delay(20);
  // Its holder needs it for a moment only, unless it was killed in that very moment.
  const holder = await readFile(turn, 'utf8').catch(() => undefined);
  if (holder !== undefined && !isAlive(holder)) await rm(turn, { force: true });
}

function isAlive(owner) {
  const [pid, started] = owner.split(' ');
  return Boolean(started) && startTime(Number(pid)) === started;
}

/** Without spaces; empty when there is no such process. A zombie counts as none. */
export function startTime(pid) {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' || fields[0] === 'X' ? '' : fields[19];
    }
    if (process.platform === 'win32') {
      process.kill(pid, 0);
      return 'running';
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .replace(/\s+/g, '-');
  } catch {
    return '';
  }
}
