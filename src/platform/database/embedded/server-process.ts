import { open, rename, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterLocation } from './cluster-location.js';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { freePort } from './free-port.js';
import { binary, type NativeBinaries } from './native-binaries.js';
import { readPostmasterFile } from './postmaster.js';
import type { SystemUser } from './system-user.js';
import { WatchedProcess } from './watched-process.js';

const PORT_ATTEMPTS = 5;
const MAX_LOG_BYTES = 10 * 1024 * 1024;
const READY_POLL_MS = 15;
const PATIENCE_MS = 10_000;

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'log_min_messages=warning',
  'log_checkpoints=off',
  'log_line_prefix=%m [%p] ',
  'timezone=UTC',
  'log_timezone=UTC',
  'jit=off',
];

export interface ServerCommand {
  location: ClusterLocation;
  native: NativeBinaries;
  user: SystemUser;
  /** `name=value` settings that override ours. */
  flags: string[];
  /** Only this port will do: a server that came down is put back where the app's connections look for it. */
  port?: number;
  onSlow: (message: string) => void;
}

export interface RunningServer {
  port: number;
  process: WatchedProcess;
}

/** Starts the server on a free loopback port and waits until it accepts connections. */
export async function startServer(command: ServerCommand): Promise<RunningServer> {
  await rotateLog(command.location.logFile);
  for (let attempt = 1; ; attempt++) {
    const port = command.port ?? (await freePort());
    const launched = await launch(command, port);
    if (launched.process) return { port, process: launched.process };
    const portTaken = /could not (bind|create any TCP\/IP sockets)|address already in use/i.test(
      launched.log,
    );
    if (portTaken && attempt < PORT_ATTEMPTS) continue;
    throw new EmbeddedPostgresError(
      'start_failed',
      `PostgreSQL did not start: ${reasonIn(launched.log)} (the whole log: ${command.location.logFile})`,
    );
  }
}

async function launch(
  command: ServerCommand,
  port: number,
): Promise<{ process: WatchedProcess; log?: undefined } | { process?: undefined; log: string }> {
  const { cluster, logFile } = command.location;
  // A file, not a pipe: the server must be able to write after we are gone.
  const log = await open(logFile, 'a+', 0o600);
  try {
    const logStart = (await log.stat()).size;
    const previousPid = (await readPostmasterFile(cluster))?.pid;
    const settings = [...SETTINGS, ...command.flags, `port=${port}`];
    const server = WatchedProcess.start({
      user: command.user,
      file: binary(command.native, 'postgres'),
      args: ['-D', cluster, ...settings.flatMap((setting) => ['-c', setting])],
      postmasterFolder: cluster,
      logFd: log.fd,
    });
    if (await becomesReady(server, command, port, previousPid)) return { process: server };
    const size = Math.max(0, (await log.stat()).size - logStart);
    const text = Buffer.alloc(Math.min(size, 20_000));
    await log.read(text, 0, text.length, logStart + size - text.length);
    return { log: text.toString('utf8') };
  } finally {
    await log.close();
  }
}

/** Recovery after a crash may take long; as long as the server lives, it is waited for. False when it ended. */
async function becomesReady(
  server: WatchedProcess,
  command: ServerCommand,
  port: number,
  previousPid: number | undefined,
): Promise<boolean> {
  let patienceUntil = Date.now() + PATIENCE_MS;
  while (server.running) {
    const file = await readPostmasterFile(command.location.cluster);
    if (file?.status === 'ready' && file.port === port && file.pid !== previousPid) return true;
    if (Date.now() > patienceUntil) {
      command.onSlow(
        `PostgreSQL is still starting (recovering after a crash?); its log: ${command.location.logFile}`,
      );
      patienceUntil = Date.now() + PATIENCE_MS;
    }
    await delay(READY_POLL_MS);
  }
  return false;
}

async function rotateLog(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found && found.size > MAX_LOG_BYTES) await rename(file, `${file}.1`);
}

/** What the server said of its failure, in one line. */
function reasonIn(log: string): string {
  const lines = log.trim().split('\n').filter(Boolean);
  const telling = lines.filter((line) => /FATAL|PANIC|HINT|could not/.test(line));
  const text = (telling.length > 0 ? telling : lines)
    .slice(-5)
    // Without our log_line_prefix.
    .map((line) => line.replace(/^\S+ \S+ \S+ \[\d+\] /, ''))
    .join(' | ');
  return text || 'it wrote no message.';
}
