import { Injectable } from '@nestjs/common';

import { Database } from './database.js';

/** Opens transactions. Never hold one over a network, model or queue call. */
export abstract class TransactionRunner {
  /**
   * Runs `work` in a transaction and commits it, or joins the one that is open. The outermost call repeats the work
   * up to three times after a deadlock or serialization failure, so `work` must have no effects outside the database.
   */
  abstract run<T>(work: () => Promise<T>): Promise<T>;
}

const RETRYABLE = new Set(['40001', '40P01']);
const ATTEMPTS = 4;

@Injectable()
export class PostgresTransactionRunner extends TransactionRunner {
  constructor(private readonly database: Database) {
    super();
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.database.inTransaction) return work();
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.database.transaction(work);
      } catch (error) {
        if (attempt === ATTEMPTS || !RETRYABLE.has((error as { code?: string }).code ?? '')) throw error;
      }
    }
  }
}
