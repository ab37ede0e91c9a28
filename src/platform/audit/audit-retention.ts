import { Injectable } from '@nestjs/common';

import { AppConfig } from '../config/index.js';
import { HOUR_MS, PeriodicTask } from '../upkeep/index.js';
import { AuditPurge } from './audit-purge.js';

/** Forgets, every hour, what is older than the installation keeps. */
@Injectable()
export class AuditRetention extends PeriodicTask {
  constructor(
    private readonly purge: AuditPurge,
    private readonly config: AppConfig,
  ) {
    super('Audit', HOUR_MS);
  }

  protected async work(): Promise<void> {
    const count = await this.purge.olderThan(this.config.auditRetentionDays);
    if (count > 0) this.logger.log(`${count} audit events were older than the retention and are gone`);
  }
}
