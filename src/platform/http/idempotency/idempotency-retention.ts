import { Injectable } from '@nestjs/common';

import { Database } from '../../database/index.js';
import { HOUR_MS, PeriodicTask } from '../../upkeep/index.js';

/** A client that has not heard back retries within hours; a week is generous. */
const KEEP_DAYS = 7;

/** Forgets, every hour, the keys that no client repeats any more. */
@Injectable()
export class IdempotencyRetention extends PeriodicTask {
  constructor(private readonly database: Database) {
    super('Idempotency', HOUR_MS);
  }

  protected async work(): Promise<void> {
    await this.database.query(
      `DELETE FROM idempotency_keys WHERE created_at < now() - make_interval(days => $1)`,
      [KEEP_DAYS],
    );
  }
}
