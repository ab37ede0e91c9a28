import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { AppConfig } from '../../../platform/config/index.js';
import { TraceStore } from '../ports/trace-store.port.js';

const EVERY_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Forgets, every hour, the traces that are older than the installation keeps; all of them where it keeps none. */
@Injectable()
export class TraceRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Traces');
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly store: TraceStore,
    private readonly config: AppConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.run(), EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Once, now. Never throws. */
  async run(): Promise<void> {
    try {
      const count = await this.store.forgetBefore(
        new Date(Date.now() - this.config.traceRetentionDays * DAY_MS),
      );
      if (count > 0) this.logger.log(`${count} traces of answers were older than the retention and are gone`);
    } catch (error) {
      this.logger.warn(`old traces stay until the next hour: ${(error as Error).message}`);
    }
  }
}
