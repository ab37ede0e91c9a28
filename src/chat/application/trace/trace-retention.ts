import { Injectable } from '@nestjs/common';

import { AppConfig } from '../../../platform/config/index.js';
import { HOUR_MS, PeriodicTask } from '../../../platform/upkeep/index.js';
import { TraceStore } from '../ports/trace-store.port.js';

export const DAY_MS = 86_400_000;

/** Forgets, every hour, the traces that are older than the installation keeps; all of them where it keeps none. */
@Injectable()
export class TraceRetention extends PeriodicTask {
  constructor(
    private readonly store: TraceStore,
    private readonly config: AppConfig,
  ) {
    super('Traces', HOUR_MS);
  }

  protected async work(): Promise<void> {
    const oldest = new Date(Date.now() - this.config.traceRetentionDays * DAY_MS);
    const count = await this.store.forgetBefore(oldest);
    if (count > 0) this.logger.log(`${count} traces of answers were older than the retention and are gone`);
  }
}
