import { Injectable } from '@nestjs/common';

import { HOUR_MS, PeriodicTask } from '../../platform/upkeep/index.js';
import { SessionRepository } from './ports/session.repository.js';

/** Ended sessions are kept this long, so that the reuse of their tokens can still be told from noise. */
const KEEP_DAYS = 30;

/** Removes sessions that ended long ago. */
@Injectable()
export class SessionCleanup extends PeriodicTask {
  constructor(private readonly sessions: SessionRepository) {
    super('Sessions', HOUR_MS);
  }

  protected async work(): Promise<void> {
    await this.sessions.purge(KEEP_DAYS);
  }
}
