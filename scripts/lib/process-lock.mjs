import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
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
        await setAside(file, theirs);
        continue;
      }
      if (!waiting) say(`Waiting for another start or test (pid ${theirs.split(' ')[0]}) that is preparing ...`);
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

/** Removes a dead owner's lock; when another process put its own there in the meantime, gives that back. */
async function setAside(file, expected) {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) !== expected) await tryLink(aside, file);
  await rm(aside, { force: true });
}

function isAlive(owner) {
  const [pid, ...started] = owner.split(' ');
  return started.join(' ') !== '' && startTime(Number(pid)) === started.join(' ');
}

/** Empty when there is no such process; a zombie counts as none. */
function startTime(pid) {
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
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim().replace(/\s+/g, ' ');
  } catch {
    return '';
  }
}
