import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface SystemProcess {
  pid: number;
  parent: number;
  command: string;
}

/** Every process of the system that still runs (zombies do not). */
export async function listProcesses(): Promise<SystemProcess[]> {
  if (process.platform !== 'linux') return listWithPs();
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const entries = await Promise.all(pids.map((pid) => readEntry(Number(pid)).catch(() => undefined)));
  return entries.filter((entry) => entry !== undefined);
}

/** The running processes below `pid`, nearest first. */
export async function descendantsOf(pid: number): Promise<SystemProcess[]> {
  const all = await listProcesses();
  const found: SystemProcess[] = [];
  let level = [pid];
  while (level.length > 0) {
    const children = all.filter((entry) => level.includes(entry.parent));
    found.push(...children);
    level = children.map((child) => child.pid);
  }
  return found;
}

/** Waits for something that is about to become true; the error says what it waited for. */
export async function eventually(
  what: string,
  check: () => Promise<boolean>,
  timeoutMs = 10_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`);
    await delay(25);
  }
}

async function readEntry(pid: number): Promise<SystemProcess | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
  return { pid, parent: Number(fields[1]), command };
}

async function listWithPs(): Promise<SystemProcess[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'pid=,ppid=,stat=,command=']);
  return stdout
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .filter((match) => !match[3].startsWith('Z'))
    .map((match) => ({ pid: Number(match[1]), parent: Number(match[2]), command: match[4] }));
}
