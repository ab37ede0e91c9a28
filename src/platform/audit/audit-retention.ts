import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { AppConfig } from '../config/index.js';
import { AuditPurge } from './audit-purge.js';

const EVERY_MS = 3_600_000;

/** Forgets, every hour, what is older than the installation keeps. */
@Injectable()
export class AuditRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Audit');
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly purge: AuditPurge,
    private readonly config: AppConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.run(), EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async run(): Promise<void> {
    try {
      const count = await this.purge.olderThan(this.config.auditRetentionDays);
      if (count > 0) this.logger.log(`${count} audit events were older than the retention and are gone`);
    } catch (error) {
      this.logger.warn(`old audit events stay until the next hour: ${(error as Error).message}`);
    }
  }
}
