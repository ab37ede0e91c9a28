import { AsyncLocalStorage } from 'node:async_hooks';

import { Injectable } from '@nestjs/common';
import type { Pool, PoolClient, QueryResultRow } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

interface OpenTransaction {
  runner: QueryRunner;
  client: PoolClient;
  afterCommit: (() => void)[];
}

export interface QueryOptions {
  /** Name of a server-side prepared statement; one name always goes with one text. Saves parsing on hot paths. */
  prepare?: string;
}

/**
 * The way to PostgreSQL. Statements join the transaction that is open in this asynchronous context, if any (see
 * `TransactionRunner`), else they run on a connection of the pool.
 */
@Injectable()
export class Database {
  private readonly open = new AsyncLocalStorage<OpenTransaction>();

  constructor(readonly dataSource: DataSource) {}

  /** Runs one statement and returns its rows. Throws the `pg` error unchanged; the edge hides its text. */
  async query<T = QueryResultRow>(
    sql: string,
    params: unknown[] = [],
    options: QueryOptions = {},
  ): Promise<T[]> {
    const target = this.open.getStore()?.client ?? this.pool;
    const result = await target.query({ text: sql, values: params, name: options.prepare });
    return result.rows as T[];
  }

  /** The entity manager of the open transaction, or the pooled one. */
  get manager(): EntityManager {
    return this.open.getStore()?.runner.manager ?? this.dataSource.manager;
  }

  get inTransaction(): boolean {
    return this.open.getStore() !== undefined;
  }

  /** Calls `hook` once the open transaction has committed, never when it rolls back; at once when none is open. */
  afterCommit(hook: () => void): void {
    const transaction = this.open.getStore();
    if (transaction) transaction.afterCommit.push(hook);
    else hook();
  }

  /** Used by `TransactionRunner` only. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    const afterCommit: (() => void)[] = [];
    try {
      const client = (await runner.connect()) as PoolClient;
      await runner.startTransaction();
      const result = await this.open.run({ runner, client, afterCommit }, work);
      await runner.commitTransaction();
      for (const hook of afterCommit) hook();
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  /** The driver's own pool: TypeORM's `query` costs several times as much per statement. */
  get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }
}
