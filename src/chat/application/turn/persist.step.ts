import { setTimeout as delay } from 'node:timers/promises';

import { Injectable, Logger } from '@nestjs/common';

import { ExchangeLog, type Turn, type TurnOutcome } from '../../../conversations/index.js';
import { toDomainError } from '../../../platform/http/errors/index.js';

/** Waits before storing again; together less than a lease. */
const RETRY_MS = [200, 1_000, 3_000];

@Injectable()
export class PersistStep {
  private readonly logger = new Logger('Chat');

  constructor(private readonly exchanges: ExchangeLog) {}

  /**
   * Stores the outcome; returns the number of open turns of the conversation, undefined when the turn was overtaken.
   * A database that is away for a moment is waited for: an answer that was written should not be written again.
   */
  async run(turn: Turn, outcome: TurnOutcome): Promise<number | undefined> {
    for (const wait of RETRY_MS) {
      try {
        return await this.exchanges.finish(turn, outcome);
      } catch (error) {
        if (toDomainError(error).kind !== 'unavailable') throw error;
        await delay(wait);
      }
    }
    return this.exchanges.finish(turn, outcome);
  }

  /** Of an attempt that others go on from, or nobody: what it has cost is all that is kept. */
  async discard(turn: Turn, outcome: TurnOutcome): Promise<void> {
    await this.exchanges
      .discard(turn, outcome)
      .catch((error: Error) => this.logger.warn(`what an answer cost was not counted: ${error.message}`));
  }
}
