import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ChatScript } from '../fakes/scripted-chat-model.mjs';
import { descendantsOf, type SystemProcess } from './processes.js';

const ROOT = join(import.meta.dirname, '..', '..');

export interface AppProcessOptions {
  /** Files and secrets; keep it over restarts. */
  dataDir: string;
  /** Absent: the app brings its own embedded PostgreSQL. */
  databaseUrl?: string;
  /** Runs test/support/scripted-server.mjs with this script instead of dist/main.js. */
  script?: ChatScript & { cases?: (ChatScript & { when: string })[] };
  /** Path of an extension for the scripted server. */
  extension?: string;
  env?: Record<string, string>;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/**
 * The compiled application in a process of its own, as in production: started, killed, stopped and started again by
 * tests, while their database lives on. Everything it wrote can be read.
 */
export class AppProcess {
  /** Everything it has written to stdout and stderr. */
  output = '';
  /** `http://127.0.0.1:<port>`, once `ready`. */
  url = '';
  databaseUrl?: string;
  readonly exited: Promise<Exit>;
  /** Resolves when it listens; rejects with its output when it ends before. */
  readonly ready: Promise<void>;
  private over?: Exit;
  private static readonly running = new Set<AppProcess>();

  private constructor(
    private readonly child: ChildProcess,
    options: AppProcessOptions,
  ) {
    this.databaseUrl = options.databaseUrl;
    AppProcess.running.add(this);
    this.exited = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        AppProcess.running.delete(this);
        resolve((this.over = { code, signal }));
      });
    });
    this.ready = this.untilReady();
    // Tests that expect it to fail look at `exited` instead.
    this.ready.catch(() => undefined);
  }

  /** Starts it without waiting. */
  static launch(options: AppProcessOptions): AppProcess {
    const entry = options.script ? 'test/support/scripted-server.mjs' : 'dist/main.js';
    const child = spawn(process.execPath, ['--max-semi-space-size=8', join(ROOT, entry)], {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        NODE_ENV: 'test',
        PORT: '0',
        LOG_LEVEL: 'debug',
        DATABASE_POOL_SIZE: '6',
        RATE_LIMITS: 'off',
        SAMPLE_BOT: 'off',
        // It ends with the test run, however that ends.
        npm_lifecycle_event: 'test',
        DATA_DIR: options.dataDir,
        ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {}),
        ...(options.script ? { SCRIPT: JSON.stringify(options.script) } : {}),
        ...(options.extension ? { SERVER_EXTENSION: options.extension } : {}),
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe', ...(options.script ? (['ipc'] as const) : [])],
    });
    return new AppProcess(child, options);
  }

  static async start(options: AppProcessOptions): Promise<AppProcess> {
    const app = AppProcess.launch(options);
    await app.ready;
    return app;
  }

  /** To the scripted server: plays another script from now on. */
  play(script: AppProcessOptions['script']): void {
    this.child.send({ play: script });
  }

  /** Kills what a failed test has left running. */
  static async killAll(): Promise<void> {
    await Promise.all([...AppProcess.running].map((app) => app.kill()));
  }

  get pid(): number {
    return this.child.pid!;
  }

  get running(): boolean {
    return this.over === undefined;
  }

  /** What it logged, line by line. */
  get log(): Record<string, unknown>[] {
    return this.output.split('\n').flatMap((line) => {
      try {
        return line.startsWith('{') ? [JSON.parse(line)] : [];
      } catch {
        // The last line may be cut.
        return [];
      }
    });
  }

  /** As the kernel's out-of-memory killer does it: no handler runs. */
  async kill(): Promise<Exit> {
    this.child.kill('SIGKILL');
    return this.exited;
  }

  /** Asks it to stop, as an orchestrator does. */
  async stop(): Promise<Exit> {
    this.child.kill('SIGTERM');
    return this.exited;
  }

  /** Its processes that read documents. */
  async extractionChildren(): Promise<SystemProcess[]> {
    return (await descendantsOf(this.pid)).filter(({ command }) => command.includes('extraction.child'));
  }

  private async untilReady(): Promise<void> {
    const listening = new Promise<void>((resolve) => {
      const settle = (url: string) => {
        this.url = url.replace('localhost', '127.0.0.1');
        resolve();
      };
      const look = (text: string) => {
        this.output += text;
        const address = this.url === '' && /KyroChat is ready at (http:\S+)/.exec(this.output);
        // With a channel, more comes over it.
        if (address && !this.child.channel) settle(address[1]);
      };
      this.child.stdout!.setEncoding('utf8').on('data', look);
      this.child.stderr!.setEncoding('utf8').on('data', look);
      this.child.on('message', ({ ready }: { ready?: { url: string; databaseUrl: string } }) => {
        if (!ready) return;
        this.databaseUrl = ready.databaseUrl;
        settle(ready.url);
      });
    });
    await Promise.race([
      listening,
      this.exited.then(({ code, signal }) => {
        throw new Error(
          `the app ended with ${signal ?? code} before it was ready:\n${this.output.slice(-4_000)}`,
        );
      }),
    ]);
  }
}

/** A data folder of its own; the embedded database may run as another user and must be able to enter. */
export async function createDataDir(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'kyro-crash-'));
  await chmod(path, 0o711);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
