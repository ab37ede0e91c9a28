import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

export const HOUR_MS = 3_600_000;

/**
 * Work that comes up again and again while the application runs, in every process: what it does must be safe to do twice.
 * It does not run at the start, and not while it still runs.
 */
export abstract class PeriodicTask implements OnApplicationBootstrap, OnApplicationShutdown {
  protected readonly logger: Logger;
  private timer?: NodeJS.Timeout;
  private running?: Promise<void>;

  protected constructor(
    name: string,
    private readonly everyMs: number,
  ) {
    this.logger = new Logger(name);
  }

  onApplicationBootstrap(): void {
    if (!this.needed()) return;
    this.timer = setInterval(() => void this.run(), this.everyMs);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Once, now; never throws. Resolves when the work is done, also where it had been begun already. */
  run(): Promise<void> {
    this.running ??= this.work()
      .catch((error: Error) =>
        this.logger.warn(`tried again in ${this.everyMs / 60_000} min: ${error.message}`),
      )
      .finally(() => (this.running = undefined));
    return this.running;
  }

  /** What is to be done; what it throws is logged, and the next time comes all the same. */
  protected abstract work(): Promise<void>;

  /** Whether this installation has any such work; asked once. */
  protected needed(): boolean {
    return true;
  }
}
