import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** One live process. `started` together with the pid names it beyond the reuse of pids and reboots. */
export interface ProcessEntry {
  pid: number;
  started: string;
  /** The command line; arguments are separated by NUL on Linux and by spaces elsewhere. */
  command: string;
}

/**
 * The process with this pid, or undefined when there is none.
 * A killed process whose parent has not reaped it yet (state Z; slow in containers) still answers `kill(pid, 0)` and
 * keeps its start time, but it runs no more: it counts as gone.
 */
export async function findProcess(pid: number): Promise<ProcessEntry | undefined> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return process.platform === 'linux' ? findInProc(pid) : findWithPs(pid);
}

export async function isRunning(pid: number): Promise<boolean> {
  return (await findProcess(pid)) !== undefined;
}

/** Pids of the processes whose working directory is `folder`. Only Linux tells; elsewhere the list is empty. */
export async function processesWorkingIn(folder: string): Promise<number[]> {
  return filterProc(async (pid) => (await readlink(`/proc/${pid}/cwd`)) === folder);
}

/** Pids of the processes that carry `argument` as one word of their command line (Linux only). */
export async function processesWithArgument(argument: string): Promise<number[]> {
  return filterProc(async (pid) =>
    (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').includes(argument),
  );
}

/** Pids mean something only inside one pid namespace: a container cannot judge the processes of another one. */
export async function pidNamespace(): Promise<string> {
  return readlink('/proc/self/ns/pid').catch(() => 'host');
}

async function filterProc(matches: (pid: number) => Promise<boolean>): Promise<number[]> {
  if (process.platform !== 'linux') return [];
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  // Processes end while we look, and those of other users may not be read.
  const hits = await Promise.all(pids.map((pid) => matches(pid).catch(() => false)));
  return pids.filter((pid, index) => hits[index] && pid !== process.pid);
}

async function findInProc(pid: number): Promise<ProcessEntry | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
    // The second field is the command in parentheses and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const bootId = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim();
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return { pid, started: `${bootId}:${fields[19]}`, command };
  } catch {
    return undefined;
  }
}

async function findWithPs(pid: number): Promise<ProcessEntry | undefined> {
  try {
    const { stdout } = await run('ps', ['-ww', '-o', 'stat=,lstart=,command=', '-p', String(pid)]);
    const match = /^\s*(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/.exec(stdout.trimEnd());
    if (!match || match[1].startsWith('Z')) return undefined;
    return { pid, started: match[2].replace(/\s+/g, ' '), command: match[3] };
  } catch {
    return undefined;
  }
}
