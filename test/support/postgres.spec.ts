import { createTestDatabase, withClient } from './postgres.js';

describe('createTestDatabase', () => {
  it('gives every caller a migrated database of its own and drops it again', async () => {
    const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    await withClient(first.url, (client) => client.query('CREATE TABLE only_in_first (id int)'));
    const tables = await withClient(second.url, (client) =>
      client.query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"),
    );
    const names = tables.rows.map((row) => row.name);
    expect(names).toContain('migrations');
    expect(names).not.toContain('only_in_first');
    await Promise.all([first.drop(), second.drop()]);
    await expect(withClient(first.url, (client) => client.query('SELECT 1'))).rejects.toMatchObject({
      code: '3D000',
    });
  });
});
