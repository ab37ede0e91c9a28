import { AsyncLocalStorage } from 'node:async_hooks';

import { Injectable, Logger } from '@nestjs/common';
import type { Pool, PoolClient, QueryResultRow } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

interface OpenTransaction {
  runner: QueryRunner;
  client: PoolClient;
  afterCommit: (() => void)[];
  state: 'open' | 'committed' | 'undone';
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
  private readonly logger = new Logger('Database');
  private readonly open = new AsyncLocalStorage<OpenTransaction>();

  constructor(readonly dataSource: DataSource) {}

  /** Runs one statement and returns its rows. Throws the `pg` error unchanged; the edge hides its text. */
  async query<T = QueryResultRow>(
    sql: string,
    params: unknown[] = [],
    options: QueryOptions = {},
  ): Promise<T[]> {
    const target = this.current?.client ?? this.pool;
    const result = await target.query({ text: sql, values: params, name: options.prepare });
    return result.rows as T[];
  }

  /** The entity manager of the open transaction, or the pooled one. */
  get manager(): EntityManager {
    return this.current?.runner.manager ?? this.dataSource.manager;
  }

  get inTransaction(): boolean {
    return this.current !== undefined;
  }

  /**
   * Calls `hook` once the open transaction has committed, never when it rolls back; at once when none is open. What the hook
   * throws is logged: the change is there all the same.
   */
  afterCommit(hook: () => void): void {
    const transaction = this.current;
    if (transaction) transaction.afterCommit.push(hook);
    else hook();
  }

  /** Used by `TransactionRunner` only. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    let open: OpenTransaction | undefined;
    try {
      const client = (await runner.connect()) as PoolClient;
      await runner.startTransaction();
      open = { runner, client, afterCommit: [], state: 'open' };
      const result = await this.open.run(open, work);
      await runner.commitTransaction();
      open.state = 'committed';
      for (const hook of open.afterCommit) this.attempt(hook);
      return result;
    } catch (error) {
      if (open) open.state = 'undone';
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  /**
   * What was begun in a transaction and goes on after it must not reach its connection, which is somebody else's by then. It
   * goes on by itself, unless all that it belongs to was undone.
   */
  private get current(): OpenTransaction | undefined {
    const transaction = this.open.getStore();
    if (transaction?.state === 'undone') throw new Error('the transaction has been undone');
    return transaction?.state === 'open' ? transaction : undefined;
  }

  private attempt(hook: () => void): void {
    try {
      hook();
    } catch (error) {
      this.logger.error({ err: error }, 'what follows from a committed change failed');
    }
  }

  /** The driver's own pool: TypeORM's `query` costs several times as much per statement. */
  get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }
}
