import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { io, type Socket } from 'socket.io-client';

import type { DocumentDto } from '../../src/documents/presentation/document.dto.js';
import { createBot, type TestBot } from '../factories/bot.factory.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { withClient } from './postgres.js';
import type { TestApp } from './test-app.js';
import { waitFor } from './wait-for.js';

/** What `/documents` sends: a document, an id that is gone, or a bot's status. */
export type DocumentNews = Omit<DocumentDto, 'status'> & { status: string };

/** A user with an empty bot, and short ways to give it documents and to look at what is kept of them. */
export class DocumentRoom {
  private readonly sockets: Socket[] = [];

  private constructor(
    readonly server: TestApp,
    readonly user: TestUser,
    readonly bot: TestBot,
  ) {}

  static async open(server: TestApp): Promise<DocumentRoom> {
    const user = await registerUser(server.url);
    return new DocumentRoom(server, user, await createBot(user.api));
  }

  upload(files: Record<string, string | Buffer>, query = '') {
    const request = this.user.api.post(`/bots/${this.bot.id}/documents${query}`);
    for (const [name, content] of Object.entries(files))
      void request.attach('files', Buffer.from(content), name);
    return request;
  }

  /** Uploads one file and returns its document. */
  async add(name: string, content: string | Buffer, query = ''): Promise<DocumentDto> {
    const answer = await this.upload({ [name]: content }, query);
    if (answer.status !== 202) throw new Error(`upload answered ${answer.status}: ${answer.text}`);
    return answer.body.items[0] as DocumentDto;
  }

  async document(id: string): Promise<DocumentDto> {
    return (await this.user.api.get(`/documents/${id}`)).body as DocumentDto;
  }

  /** Waits until the document is ready or failed. */
  settled(id: string): Promise<DocumentDto> {
    return waitFor(`document ${id} to settle`, async () => {
      const document = await this.document(id);
      return ['ready', 'failed'].includes(document.status) ? document : undefined;
    });
  }

  async ready(id: string): Promise<DocumentDto> {
    const document = await this.settled(id);
    if (document.status !== 'ready')
      throw new Error(`document ${id} failed: ${JSON.stringify(document.error)}`);
    return document;
  }

  /** Contents of the passages that a search finds. */
  async found(query: string): Promise<string[]> {
    const answer = await this.user.api.post(`/bots/${this.bot.id}/search`, { query });
    return answer.body.items.map((hit: { content: string }) => hit.content);
  }

  sql<T>(text: string, params: unknown[] = []): Promise<T[]> {
    return withClient(
      this.server.config.databaseUrl!,
      async (client) => (await client.query(text, params)).rows as T[],
    );
  }

  /** Rows that the index holds of a document: published passages, their lexemes, staged ones. */
  async indexRows(documentId: string): Promise<{ chunks: number; lexemes: number; staged: number }> {
    const [row] = await this.sql<{ chunks: number; lexemes: number; staged: number }>(
      `SELECT (SELECT count(*)::int FROM chunks WHERE document_id = $1) AS chunks,
              (SELECT count(*)::int FROM chunk_lexemes WHERE document_id = $1) AS lexemes,
              (SELECT count(*)::int FROM staged_chunks WHERE document_id = $1) AS staged`,
      [documentId],
    );
    return row;
  }

  /** Names of the files that are kept for the bot. */
  async files(): Promise<string[]> {
    const folder = join(this.server.config.dataDir, 'files', 'documents', this.user.workspaceId, this.bot.id);
    return readdir(folder).catch(() => []);
  }

  /** Uploads that were begun and not finished. */
  async partialFiles(): Promise<string[]> {
    return readdir(join(this.server.config.dataDir, 'files', 'partial')).catch(() => []);
  }

  /** A connected socket of `/documents` that records what it is told. */
  async socket(options: { token?: string; language?: string } = {}) {
    const socket = io(`${this.server.url}/documents`, {
      auth: { token: options.token ?? this.user.accessToken },
      extraHeaders: { 'Accept-Language': options.language ?? 'en' },
      transports: ['websocket'],
      reconnection: false,
    });
    const received: { event: string; data: DocumentNews }[] = [];
    socket.onAny((event: string, data: DocumentNews) => received.push({ event, data }));
    this.sockets.push(socket);
    await new Promise<void>((resolve, reject) => {
      socket.on('connect', resolve);
      socket.on('connect_error', reject);
    });
    return { socket, received };
  }

  close(): void {
    for (const socket of this.sockets) socket.disconnect();
  }
}
