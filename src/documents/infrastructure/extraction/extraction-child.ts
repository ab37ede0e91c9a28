import { fork, type ChildProcess } from 'node:child_process';
import type { DomainError } from '../../../kernel/domain-error.js';
import { extractionErrors } from '../../domain/extraction/extraction-errors.js';
import { MEMORY_SIGNAL, type FromChild, type ToChild } from './extraction-protocol.js';

export interface ChildOptions {
  entry: string;
  heapMb: number;
  maxRssMb: number;
}

const STDERR_KEPT = 4_000;

/** One extraction process, seen from the server. Knows how it ended and why. */
export class ExtractionChild {
  private readonly process: ChildProcess;
  private stderr = '';
  private handler: ((message: FromChild) => void) | null = null;
  private onEnd: ((error: DomainError) => void) | null = null;
  ended = false;

  constructor(options: ChildOptions, onExit: (child: ExtractionChild) => void) {
    this.process = fork(options.entry, [String(options.maxRssMb)], {
      // Nothing of the server's environment: no keys, no database address.
      env: { NODE_ENV: 'production', TZ: 'UTC' },
      execArgv: ['--no-warnings', `--max-old-space-size=${options.heapMb}`],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-STDERR_KEPT);
    });
    this.process.on('message', (message: FromChild) => this.handler?.(message));
    const end = (reason: DomainError) => {
      this.ended = true;
      onExit(this);
      this.onEnd?.(reason);
    };
    this.process.on('error', (error) => {
      // One that could not be started (no memory, too many processes) has no exit.
      if (this.process.pid === undefined) end(extractionErrors.crashed(error));
      else this.process.kill('SIGKILL');
    });
    this.process.once('exit', (code, signal) => end(this.reasonOf(code, signal)));
    this.release();
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /** Takes the child for a job: `onMessage` hears it, `onEnd` hears if it dies. While taken it keeps the server running. */
  take(onMessage: (message: FromChild) => void, onEnd: (error: DomainError) => void): void {
    this.handler = onMessage;
    this.onEnd = onEnd;
    this.process.ref();
    this.process.channel?.ref();
  }

  /** Gives it back: an idle child does not keep the server running. */
  release(): void {
    this.handler = this.onEnd = null;
    this.process.unref();
    this.process.channel?.unref();
    (this.process.stderr as unknown as { unref?(): void } | null)?.unref?.();
  }

  send(message: ToChild): void {
    if (this.process.connected) this.process.send(message, () => undefined);
  }

  kill(): void {
    if (!this.ended) this.process.kill('SIGKILL');
  }

  private reasonOf(code: number | null, signal: NodeJS.Signals | null): DomainError {
    const cause = new Error(
      `the extraction process ended with ${signal ?? code}: ${this.stderr.trim() || 'no output'}`,
    );
    const outOfMemory =
      signal === MEMORY_SIGNAL || /heap out of memory|heap limit|Allocation failed/i.test(this.stderr);
    return outOfMemory ? extractionErrors.tooComplex(cause) : extractionErrors.crashed(cause);
  }
}
