import { Client } from 'pg';
import request from 'supertest';

import { createBot, type TestBot } from '../factories/bot.factory.js';
import { unique } from '../factories/unique.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ApiClient } from '../support/api-client.js';
import { AppProcess, type AppProcessOptions, createDataDir } from '../support/app-process.js';
import { createTestDatabase } from '../support/postgres.js';
import { waitFor } from '../support/wait-for.js';
import { type ChunkSet, chunkSets, Ledger } from './ledger.js';
import type { SourceFile } from './material.js';

export interface LaneOptions extends Pick<AppProcessOptions, 'script' | 'extension' | 'env'> {
  /** The app brings its own PostgreSQL, which goes and comes with it. */
  embedded?: boolean;
}

/**
 * One installation that is started and killed over and over: a data folder and a database that stay, an app that
 * comes and goes, a user with a bot, and the ledger of what they were told.
 */
export class Lane {
  app: AppProcess;
  readonly ledger = new Ledger(new Map());
  private user: TestUser;
  private bot: TestBot;
  private client?: Client;

  private constructor(
    private readonly options: AppProcessOptions,
    private readonly cleanUp: (() => Promise<void>)[],
  ) {}

  static async open({ embedded, ...options }: LaneOptions = {}): Promise<Lane> {
    const database = embedded ? undefined : await createTestDatabase();
    const dataDir = await createDataDir();
    const lane = new Lane({ ...options, dataDir: dataDir.path, databaseUrl: database?.url }, [
      dataDir.remove,
      ...(database ? [() => database.drop()] : []),
    ]);
    await lane.start();
    lane.user = await registerUser(lane.app.url);
    lane.bot = await createBot(lane.api);
    return lane;
  }

  /** Starts the app, which must not run; `changes` go on top of what it was started with before. */
  async start(changes: Pick<LaneOptions, 'script'> = {}): Promise<void> {
    this.app = await AppProcess.start({ ...this.options, ...changes });
  }

  async kill(): Promise<void> {
    await this.app.kill();
    await this.client?.end();
    this.client = undefined;
  }

  get api(): ApiClient {
    return new ApiClient(this.app.url, this.user.accessToken);
  }

  get token(): string {
    return this.user.accessToken;
  }

  get botId(): string {
    return this.bot.id;
  }

  get dataDir(): string {
    return this.options.dataDir;
  }

  get databaseUrl(): string {
    return this.app.databaseUrl!;
  }

  /** A look into the database that does not go through the app. */
  async query<T>(sql: string, params: unknown[] = []): Promise<T[]> {
    return (await (await this.connection()).query(sql, params)).rows as T[];
  }

  /** Uploads the files in one request; enters those that were accepted. Throws when the connection breaks. */
  async upload(...files: SourceFile[]): Promise<string[]> {
    const upload = request(this.app.url)
      .post(`/api/v1/bots/${this.botId}/documents`)
      .set('Authorization', `Bearer ${this.token}`);
    for (const { name, content } of files) void upload.attach('files', content, name);
    const answer = await upload;
    if (answer.status !== 202) throw new Error(`an upload answered ${answer.status}: ${answer.text}`);
    const ids: string[] = answer.body.items.map(({ id }: { id: string }) => id);
    for (const [at, id] of ids.entries()) this.accept(id, files[at].name);
    return ids;
  }

  /** Reads the files undisturbed, under other names: what they become is what they must become every time. */
  async learn(...files: SourceFile[]): Promise<void> {
    await this.upload(...files.map(({ name, content }) => ({ name: `calm-${name}`, content })));
    await this.untilRead();
    const chunks = await this.chunks();
    for (const { name } of files) {
      const learnt = chunks.get(`calm-${name}`);
      if (!learnt?.chunks) throw new Error(`${name} could not be read even undisturbed`);
      this.ledger.reference.set(name, learnt).set(`calm-${name}`, learnt);
    }
  }

  /** Enters a document that the server said it has taken. */
  accept(id: string, name: string): void {
    if (!this.ledger.documents.some((document) => document.id === id))
      this.ledger.documents.push({ id, name });
  }

  /** Waits until nothing is left to be read; a minute after a start is the promise. */
  async untilRead(timeoutMs = 60_000): Promise<void> {
    await waitFor(
      'every document to be read',
      async () => {
        const [{ open }] = await this.query<{ open: number }>(
          `SELECT count(*)::int AS open FROM documents WHERE status IN ('queued', 'processing')`,
        );
        return open === 0;
      },
      { timeoutMs, everyMs: 100 },
    );
  }

  /** The ledger against the database, once the last acknowledgements of jobs and events have been given. */
  async faults(except = /^$/): Promise<string[]> {
    const client = await this.connection();
    let faults: string[] = [];
    await waitFor(
      'the last of the work',
      async () => {
        faults = (await this.ledger.faults(client)).filter((fault) => !except.test(fault));
        return faults.length === 0;
      },
      {
        timeoutMs: 30_000,
        everyMs: 250,
      },
    ).catch(() => undefined);
    return faults;
  }

  /** The chunks of every document, by its name. */
  async chunks(): Promise<Map<string, ChunkSet>> {
    const sets = await chunkSets(await this.connection());
    return new Map(this.ledger.documents.map(({ id, name }) => [name, sets.get(id)!]));
  }

  newId(): string {
    return unique('crash');
  }

  async close(): Promise<void> {
    await this.client?.end();
    if (this.app.running) await this.app.stop();
    for (const step of this.cleanUp.reverse()) await step();
  }

  private async connection(): Promise<Client> {
    if (this.client) return this.client;
    const client = new Client({ connectionString: this.databaseUrl });
    client.on('error', () => undefined);
    await client.connect();
    return (this.client = client);
  }
}
