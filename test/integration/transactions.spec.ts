import { DataSource } from 'typeorm';

import { dataSourceOptions } from '../../src/platform/database/data-source-options.js';
import { Database } from '../../src/platform/database/index.js';
import { PostgresTransactionRunner } from '../../src/platform/database/transaction-runner.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

describe('transactions', () => {
  let testDatabase: TestDatabase;
  let dataSource: DataSource;
  let database: Database;
  let transactions: PostgresTransactionRunner;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    dataSource = await new DataSource(dataSourceOptions(testDatabase.url, 4)).initialize();
    database = new Database(dataSource);
    transactions = new PostgresTransactionRunner(database);
    await database.query('CREATE TABLE counters (name text PRIMARY KEY, value int NOT NULL)');
    await database.query("INSERT INTO counters VALUES ('a', 0), ('b', 0)");
  });

  afterAll(async () => {
    await dataSource.destroy();
    await testDatabase.drop();
  });

  const add = (name: string, by = 1) =>
    database.query('UPDATE counters SET value = value + $2 WHERE name = $1', [name, by]);
  const valueOf = async (name: string) =>
    (await database.query<{ value: number }>('SELECT value FROM counters WHERE name = $1', [name]))[0].value;

  it('commits as a whole, nested calls included', async () => {
    const before = await valueOf('a');
    await transactions.run(async () => {
      await add('a');
      await transactions.run(() => add('a'));
    });
    expect(await valueOf('a')).toBe(before + 2);
  });

  it('rolls everything back when the work fails, and runs no after-commit hook', async () => {
    const before = await valueOf('a');
    const hook = jest.fn();
    const failing = transactions.run(async () => {
      await add('a');
      database.afterCommit(hook);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await valueOf('a')).toBe(before);
    expect(hook).not.toHaveBeenCalled();
  });

  it('runs after-commit hooks once others can see the change', async () => {
    const before = await valueOf('a');
    let seen: Promise<number> | undefined;
    await transactions.run(async () => {
      await add('a');
      database.afterCommit(() => {
        seen = new Database(dataSource)
          .query<{ value: number }>("SELECT value FROM counters WHERE name = 'a'")
          .then((rows) => rows[0].value);
      });
    });
    expect(await seen).toBe(before + 1);
  });

  it('runs every after-commit hook, also behind one that fails, and succeeds', async () => {
    const hook = jest.fn();
    const result = await transactions.run(async () => {
      database.afterCommit(() => {
        throw new Error('a hook failed');
      });
      database.afterCommit(hook);
      return 'done';
    });
    expect(result).toBe('done');
    expect(hook).toHaveBeenCalled();
  });

  it('does not reach into the next transaction with what was begun in one and went on after it', async () => {
    const before = await valueOf('a');
    const hook = jest.fn();
    let goOn!: () => void;
    let late!: Promise<unknown>;
    await transactions.run(async () => {
      late = new Promise<void>((resolve) => (goOn = resolve)).then(async () => {
        await add('a');
        database.afterCommit(hook);
        return database.inTransaction;
      });
      await add('b', 0);
    });
    const next = transactions.run(async () => {
      await add('b', 0);
      goOn();
      await late;
      throw new Error('no');
    });
    await expect(next).rejects.toThrow('no');
    expect(await late).toBe(false);
    // It is not undone with the other.
    expect(await valueOf('a')).toBe(before + 1);
    expect(hook).toHaveBeenCalledTimes(1);
  });

  it('undoes also what its work goes on with after it has failed', async () => {
    const before = await valueOf('a');
    let goOn!: () => void;
    let late!: Promise<unknown>;
    const failing = transactions.run(async () => {
      late = new Promise<void>((resolve) => (goOn = resolve)).then(() => add('a'));
      await Promise.all([late, Promise.reject(new Error('no'))]);
    });
    await expect(failing).rejects.toThrow('no');
    goOn();
    await expect(late).rejects.toThrow('undone');
    expect(await valueOf('a')).toBe(before);
  });

  it('repeats the work after a deadlock, with its effect once', async () => {
    const [a, b] = [await valueOf('a'), await valueOf('b')];
    let attempts = 0;
    const both = new Barrier(2);
    const crossing = (first: string, second: string) =>
      transactions.run(async () => {
        attempts++;
        await add(first);
        await both.reached();
        await add(second);
      });
    await Promise.all([crossing('a', 'b'), crossing('b', 'a')]);
    expect(attempts).toBeGreaterThan(2);
    expect([await valueOf('a'), await valueOf('b')]).toEqual([a + 2, b + 2]);
  });

  it('keeps parallel transactions apart', async () => {
    const before = await valueOf('b');
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        transactions.run(async () => {
          await add('b');
          if (i % 2) throw new Error('odd');
        }),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(await valueOf('b')).toBe(before + 10);
  });
});

/** Opens once `count` callers have arrived; those who come later pass. */
class Barrier {
  private arrived = 0;
  private open!: () => void;
  private readonly opened = new Promise<void>((resolve) => (this.open = resolve));

  constructor(private readonly count: number) {}

  reached(): Promise<void> {
    if (++this.arrived >= this.count) this.open();
    return this.opened;
  }
}
