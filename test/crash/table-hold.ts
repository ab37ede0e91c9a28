import { Client } from 'pg';

import { waitFor } from '../support/wait-for.js';

/**
 * Brings the server to a chosen place and keeps it there: everyone who wants to write to the table waits, readers do
 * not. So a test kills exactly between two writes, not somewhere near.
 */
export class TableHold {
  private constructor(
    private readonly client: Client,
    private readonly table: string,
  ) {}

  static async on(databaseUrl: string, table: string): Promise<TableHold> {
    const client = new Client({ connectionString: databaseUrl });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('BEGIN');
    await client.query(`LOCK TABLE ${table} IN EXCLUSIVE MODE`);
    return new TableHold(client, table);
  }

  /** Waits until a writer stands before the table. */
  async untilSomebodyWaits(): Promise<void> {
    await waitFor(`a writer of ${this.table}`, async () => (await this.waiting()).length > 0, {
      timeoutMs: 30_000,
      everyMs: 10,
    });
  }

  /**
   * Ends the hold after the app was killed. Its sessions are ended first: PostgreSQL would notice too late that nobody
   * waits for their statements, and would carry them out.
   */
  async drop(): Promise<void> {
    const waiting = await this.waiting();
    await this.client.query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid', [waiting]);
    await waitFor('the sessions of the dead app to end', async () => (await this.waiting()).length === 0);
    await this.client.end();
  }

  /** For a database that ends with the app, and the hold with it. */
  async abandon(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }

  private async waiting(): Promise<number[]> {
    const { rows } = await this.client.query<{ pid: number }>(
      `SELECT DISTINCT pid FROM pg_locks
       WHERE relation = $1::regclass AND NOT granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [this.table],
    );
    return rows.map(({ pid }) => pid);
  }
}
