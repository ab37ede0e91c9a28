import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withClient } from './postgres-client.js';
import { descendantsOf, eventually, listProcesses } from './processes.js';

export interface OwnerAnswer {
  url: string;
  port: number;
  cluster: string;
  logFile: string;
  code?: string;
  message?: string;
}

/** Starts and kills processes that own an embedded PostgreSQL, and ends them all after the test. */
export class PostgresOwners {
  private readonly started: PostgresOwner[] = [];

  constructor(private readonly launcher: string) {}

  /** A process on its way; `ready()` tells what became of it. */
  launch(dataDir: string, options: object = {}): PostgresOwner {
    const owner = new PostgresOwner(this.launcher, { dataDir, flags: ['fsync=off'], ...options });
    this.started.push(owner);
    return owner;
  }

  async start(dataDir: string, options: object = {}): Promise<PostgresOwner & { answer: OwnerAnswer }> {
    const owner = this.launch(dataDir, options);
    await owner.ready();
    if (owner.answer?.code || !owner.answer)
      throw new Error(`${owner.answer?.message ?? 'no answer'}\n${owner.log}`);
    return owner as PostgresOwner & { answer: OwnerAnswer };
  }

  async endAll(): Promise<void> {
    await Promise.all(this.started.splice(0).map((owner) => owner.kill('SIGTERM')));
  }
}

export class PostgresOwner {
  answer?: OwnerAnswer;
  log = '';
  private readonly child: ChildProcess;
  private readonly answered: Promise<void>;

  constructor(launcher: string, options: object) {
    const script = join(import.meta.dirname, 'embedded-postgres-process.mjs');
    // A group of its own, so that a test can kill the group.
    this.child = spawn(process.execPath, [script, launcher, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.child.stderr?.on('data', (text: Buffer) => (this.log += text.toString()));
    this.answered = new Promise((resolve) => {
      let text = '';
      this.child.stdout?.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (!text.includes('\n')) return;
        this.answer = JSON.parse(text) as OwnerAnswer;
        resolve();
      });
      this.child.once('exit', () => resolve());
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async ready(): Promise<OwnerAnswer | undefined> {
    await this.answered;
    return this.answer;
  }

  /** Sends a signal and waits for the end; returns the exit code. */
  async kill(signal: NodeJS.Signals, times = 1): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const ended = once(this.child, 'exit') as Promise<[number | null]>;
    for (let time = 0; time < times; time++) this.child.kill(signal);
    const [code] = await ended;
    return code;
  }

  async killGroup(signal: NodeJS.Signals): Promise<void> {
    const ended = once(this.child, 'exit');
    process.kill(-this.pid, signal);
    await ended;
  }

  /** The watchdog with its helpers, and the pids of PostgreSQL, of a running owner. */
  async parts(): Promise<{ watchdog: number[]; postgres: number[] }> {
    const below = await descendantsOf(this.pid);
    const isServer = (command: string) => /^(\S*\/)?postgres[: ]/.test(command);
    return {
      watchdog: below.filter(({ command }) => !isServer(command)).map(({ pid }) => pid),
      postgres: below.filter(({ command }) => isServer(command)).map(({ pid }) => pid),
    };
  }
}

/** The postmaster's pid, as it stands in its pid file. */
export async function postmasterPid(cluster: string): Promise<number> {
  return Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

export function hardKill(pids: number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself in the meantime.
    }
  }
}

/** Waits until none of these processes runs. */
export async function allGone(pids: number[]): Promise<void> {
  await eventually(`the end of ${pids.join(', ')}`, async () => {
    const running = (await listProcesses()).map(({ pid }) => pid);
    return !pids.some((pid) => running.includes(pid));
  });
}

/** Writes one more row and returns all of them. */
export async function writeRow(url: string, text: string): Promise<string[]> {
  return withClient(url, async (client) => {
    await client.query('CREATE TABLE IF NOT EXISTS survivor (id serial PRIMARY KEY, text text NOT NULL)');
    await client.query('INSERT INTO survivor (text) VALUES ($1)', [text]);
    const { rows } = await client.query<{ text: string }>('SELECT text FROM survivor ORDER BY id');
    return rows.map((row) => row.text);
  });
}

/** A folder that PostgreSQL's user may enter, whatever the umask. */
export async function openFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o711 });
  return path;
}
