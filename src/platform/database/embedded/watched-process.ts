import { type ChildProcess, spawn } from 'node:child_process';
import type { SystemUser } from './system-user.js';

/**
 * The watchdog lives in its own session, so that neither Ctrl-C nor a kill of our process group reaches it or its
 * child. It learns that we are gone, in whatever way, because the pipe on its stdin ends; then it ends the child.
 *
 * $1 is the data folder when the child is a postmaster, which is asked to stop only while postmaster.pid still names
 * it (a recycled pid must not be hit), fast at first and immediately after 20 s; else it is empty and the child gets a
 * SIGTERM. Signals to the watchdog itself are ignored: a service manager that signals every process of ours would
 * otherwise take the database away before the app has drained.
 */
const WATCHDOG = `
trap '' HUP INT TERM
exec 3<&0 </dev/null
folder=$1; shift
"$@" 3<&- &
child=$!
(
  read -r _ <&3
  if [ -z "$folder" ]; then kill -TERM "$child"; exit; fi
  tries=0
  while kill -0 "$child" && [ "$tries" -lt 300 ]; do
    named=
    read -r named < "$folder/postmaster.pid"
    if [ "$named" = "$child" ]; then
      if [ "$tries" -lt 200 ]; then [ -n "$asked" ] || kill -INT "$child"; else kill -QUIT "$child"; fi
      asked=yes
    fi
    tries=$((tries + 1))
    sleep 0.1
  done
) 2>/dev/null &
watch=$!
exec 3<&-
wait "$child"
code=$?
kill -KILL "$watch" 2>/dev/null
exit "$code"
`;

/** Nothing of the caller's environment: PGDATA, PGPORT or a foreign locale must not change what is started. */
const ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

export interface WatchedCommand {
  user: SystemUser;
  file: string;
  args: string[];
  /** Set for a postmaster: its data folder. */
  postmasterFolder?: string;
  /** Where stdout and stderr go; without it they are collected and returned by `finished`. */
  logFd?: number;
}

/** A child that cannot outlive us. */
export class WatchedProcess {
  /** Settles when the watchdog has ended; never rejects. */
  readonly finished: Promise<{ code: number | null; output: string }>;
  private ended = false;

  private constructor(private readonly watchdog: ChildProcess) {
    let output = '';
    const collect = (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(-20_000));
    watchdog.stdout?.on('data', collect);
    watchdog.stderr?.on('data', collect);
    // Writing never happens, but the pipe reports EPIPE or ECONNRESET when the watchdog was killed.
    watchdog.stdin?.on('error', () => undefined);
    this.finished = new Promise((resolve) => {
      const end = (code: number | null, message = '') => {
        this.ended = true;
        watchdog.stdin?.destroy();
        resolve({ code, output: output + message });
      };
      watchdog.once('error', (error) => end(null, error.message));
      watchdog.once('close', (code) => end(code));
    });
  }

  static start(command: WatchedCommand): WatchedProcess {
    const sink = command.logFd ?? 'pipe';
    const watchdog = spawn(
      '/bin/sh',
      [
        '-c',
        WATCHDOG,
        'kyrochat-postgres-watchdog',
        command.postmasterFolder ?? '',
        command.file,
        ...command.args,
      ],
      { cwd: '/', env: ENVIRONMENT, detached: true, stdio: ['pipe', sink, sink], ...command.user.ids },
    );
    return new WatchedProcess(watchdog);
  }

  get running(): boolean {
    return !this.ended;
  }

  /** Lets the app end while this child runs: the end of the app is what stops the child. */
  unref(): void {
    this.watchdog.unref();
    (this.watchdog.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  }

  /** Asks the watchdog to stop the child, and waits for both. */
  async stop(): Promise<void> {
    this.watchdog.ref();
    this.watchdog.stdin?.end();
    await this.finished;
  }
}

/** Runs a command to its end as `user`, with nothing inherited; `input` goes to its stdin. Never rejects. */
export function runAs(
  user: SystemUser,
  file: string,
  args: string[],
  input = '',
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    let output = '';
    const collect = (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(-20_000));
    const child = spawn(file, args, { cwd: '/', env: ENVIRONMENT, stdio: 'pipe', ...user.ids });
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.stdin.on('error', () => undefined);
    child.once('error', (error) => resolve({ code: null, output: `${output}${error.message}` }));
    child.once('close', (code) => resolve({ code, output }));
    child.stdin.end(input);
  });
}
