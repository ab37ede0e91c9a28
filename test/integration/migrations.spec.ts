import { DataSource } from 'typeorm';

import { dataSourceOptions } from '../../src/platform/database/data-source-options.js';
import { migrations } from '../../src/platform/database/migrations.js';
import { runMigrations } from '../../src/platform/database/index.js';
import { createEmptyDatabase, type TestDatabase, withClient } from '../support/postgres.js';

describe('migrations', () => {
  let database: TestDatabase;
  beforeEach(async () => (database = await createEmptyDatabase()));
  afterEach(() => database.drop());

  const withSource = async <T>(work: (source: DataSource) => Promise<T>): Promise<T> => {
    const source = await new DataSource(dataSourceOptions(database.url, 4)).initialize();
    try {
      return await work(source);
    } finally {
      await source.destroy();
    }
  };

  const tables = () =>
    withClient(database.url, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
      );
      return rows.map(({ name }) => name);
    });

  it('make exactly what the entities say', async () => {
    await runMigrations(database.url);
    const { upQueries } = await withSource((source) => source.driver.createSchemaBuilder().log());
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('run once when several instances start together', async () => {
    await Promise.all([1, 2, 3].map(() => runMigrations(database.url)));
    const names = await withSource((source) =>
      source.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id'),
    );
    expect(names.map(({ name }) => name)).toEqual(migrations.map((migration) => migration.name));
  });

  it('can be undone, all the way, and done again', async () => {
    await runMigrations(database.url);
    const before = await tables();
    await withSource(async (source) => {
      for (const _ of migrations) await source.undoLastMigration({ transaction: 'each' });
    });
    expect(await tables()).toEqual(['migrations']);
    await runMigrations(database.url);
    expect(await tables()).toEqual(before);
  });

  it('continue where a killed run stopped', async () => {
    await withSource(async (source) => {
      Object.assign(source, { migrations: source.migrations.slice(0, 1) });
      await source.runMigrations({ transaction: 'each' });
    });
    await runMigrations(database.url);
    const { upQueries } = await withSource((source) => source.driver.createSchemaBuilder().log());
    expect(upQueries).toEqual([]);
  });

  it('may take as long as large tables need', async () => {
    await withClient(database.url, (client) =>
      client.query(`
        CREATE SCHEMA watch;
        CREATE TABLE watch.timeouts (value text);
        CREATE FUNCTION watch.note() RETURNS event_trigger LANGUAGE plpgsql AS $$
          BEGIN INSERT INTO watch.timeouts VALUES (current_setting('statement_timeout')); END $$;
        CREATE EVENT TRIGGER note ON ddl_command_end EXECUTE FUNCTION watch.note()`),
    );
    await runMigrations(database.url);
    const timeouts = await withClient(database.url, (client) =>
      client.query<{ value: string }>('SELECT DISTINCT value FROM watch.timeouts'),
    );
    expect(timeouts.rows).toEqual([{ value: '0' }]);
  });

  it('fail loudly and leave no lock behind', async () => {
    await withClient(database.url, (client) => client.query('CREATE TABLE outbox_events (wrong int)'));
    await expect(runMigrations(database.url)).rejects.toThrow(/outbox_events/);
    await withClient(database.url, (client) => client.query('DROP TABLE outbox_events'));
    await runMigrations(database.url);
    expect(await tables()).toContain('outbox_events');
  });
});
