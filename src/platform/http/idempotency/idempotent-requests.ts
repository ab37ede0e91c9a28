import { Injectable } from '@nestjs/common';

import { DomainError } from '../../../kernel/domain-error.js';
import { Database, TransactionRunner } from '../../database/index.js';

export interface IdempotentRequest {
  principal: string;
  key: string;
  fingerprint: Buffer;
}

export interface IdempotentOutcome {
  body: unknown;
  /** The body is the one that was stored when the request was first carried out. */
  replayed: boolean;
}

/**
 * Carries a request out once. Key, effect and result are one transaction: a process that dies in between has done
 * nothing, and a second request with the key waits for the first on the row's lock. Work that fails leaves no trace,
 * so its repetition is a new try.
 */
@Injectable()
export class IdempotentRequests {
  /** Requests of this process by key: those that wait here need no connection for it. */
  private readonly running = new Map<string, Promise<unknown>>();

  constructor(
    private readonly database: Database,
    private readonly transactions: TransactionRunner,
  ) {}

  /**
   * `keep` says what of the result may be stored and shown again. Throws `idempotency.key_reused` (conflict) when the key
   * went with another request before.
   */
  async once(
    request: IdempotentRequest,
    work: () => Promise<unknown>,
    keep: (body: unknown) => unknown = (body) => body,
  ): Promise<IdempotentOutcome> {
    const name = JSON.stringify([request.principal, request.key]);
    for (let other = this.running.get(name); other; other = this.running.get(name)) await other;
    const turn = this.carryOut(request, work, keep);
    // Those who wait only want to know that the turn is over.
    this.running.set(
      name,
      turn.then(
        () => undefined,
        () => undefined,
      ),
    );
    try {
      return await turn;
    } finally {
      this.running.delete(name);
    }
  }

  private async carryOut(
    request: IdempotentRequest,
    work: () => Promise<unknown>,
    keep: (body: unknown) => unknown,
  ): Promise<IdempotentOutcome> {
    return (
      (await this.find(request)) ?? (await this.transactions.run(() => this.claimAndRun(request, work, keep)))
    );
  }

  private async claimAndRun(
    request: IdempotentRequest,
    work: () => Promise<unknown>,
    keep: (body: unknown) => unknown,
  ): Promise<IdempotentOutcome> {
    const { principal, key, fingerprint } = request;
    const claimed = await this.database.query(
      `INSERT INTO idempotency_keys (principal, key, fingerprint) VALUES ($1, $2, $3)
       ON CONFLICT DO NOTHING RETURNING key`,
      [principal, key, fingerprint],
    );
    if (claimed.length === 0) return (await this.find(request))!;
    const body = await work();
    await this.database.query('UPDATE idempotency_keys SET response = $3 WHERE principal = $1 AND key = $2', [
      principal,
      key,
      JSON.stringify(keep(body) ?? null),
    ]);
    return { body, replayed: false };
  }

  private async find({
    principal,
    key,
    fingerprint,
  }: IdempotentRequest): Promise<IdempotentOutcome | undefined> {
    const [row] = await this.database.query<{ fingerprint: Buffer; response: unknown }>(
      'SELECT fingerprint, response FROM idempotency_keys WHERE principal = $1 AND key = $2',
      [principal, key],
    );
    if (!row) return undefined;
    if (!row.fingerprint.equals(fingerprint)) throw new DomainError('idempotency.key_reused', 'conflict');
    return { body: row.response ?? undefined, replayed: true };
  }
}
