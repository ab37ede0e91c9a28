import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface TestRedis {
  /** For REDIS_URL. */
  url: string;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
}

/**
 * A Redis server of its own on a free loopback port, nothing kept on disk; null, after saying so on the console, when
 * there is no redis-server on PATH.
 */
export async function startRedis(): Promise<TestRedis | null> {
  const program = findOnPath('redis-server');
  if (!program) {
    process.stderr.write(
      '\n  NOT TESTED: the Redis half of this file did not run, because there is no redis-server on PATH.\n' +
        '  To run it: apt-get install redis-server (Debian, Ubuntu) or brew install redis (macOS).\n\n',
    );
    return null;
  }
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), 'kyrochat-redis-'));
    const server = launch(program, port, folder);
    if (await answers(server, port)) {
      return { url: `redis://127.0.0.1:${port}`, stop: () => stop(server, folder) };
    }
    await stop(server, folder);
    if (attempt === 3) throw new Error(`${program} does not start.`);
  }
}

/** The watchdog ends Redis when this process dies in any way: its stdin ends then. */
function launch(program: string, port: number, folder: string): ChildProcess {
  const watchdog =
    'exec 3<&0 </dev/null; "$@" 3<&- & redis=$!; ' +
    '(read -r _ <&3; kill -TERM "$redis") 2>/dev/null & watch=$!; exec 3<&-; wait "$redis"; kill -KILL "$watch" 2>/dev/null';
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    folder,
  ];
  return spawn('/bin/sh', ['-c', watchdog, 'redis-watchdog', program, ...args], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
}

async function stop(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const ended = once(server, 'exit');
    server.stdin?.end();
    await ended;
  }
  await rm(folder, { recursive: true, force: true });
}

async function answers(server: ChildProcess, port: number): Promise<boolean> {
  const deadline = Date.now() + 10_000;
  while (server.exitCode === null && Date.now() < deadline) {
    if (await ping(port)) return true;
    await delay(20);
  }
  return false;
}

function ping(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' }, () => socket.write('PING\r\n'));
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('data', (data) => end(data.toString().startsWith('+PONG')));
    socket.once('error', () => end(false));
    socket.setTimeout(1_000, () => end(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function findOnPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
