import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { SessionRepository } from './ports/session.repository.js';

const EVERY_MS = 3_600_000;
/** Ended sessions are kept this long, so that the reuse of their tokens can still be told from noise. */
const KEEP_DAYS = 30;

/** Removes sessions that ended long ago. */
@Injectable()
export class SessionCleanup implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Sessions');
  private timer?: NodeJS.Timeout;

  constructor(private readonly sessions: SessionRepository) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.run(), EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async run(): Promise<void> {
    await this.sessions
      .purge(KEEP_DAYS)
      .catch((error: Error) => this.logger.warn(`old sessions stay until the next hour: ${error.message}`));
  }
}
