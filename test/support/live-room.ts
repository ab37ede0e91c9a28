import { io, type Socket } from 'socket.io-client';

import { ChatModels } from '../../src/ai/index.js';
import { createBot, type TestBot } from '../factories/bot.factory.js';
import { indexPassages } from '../factories/passages.factory.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ScriptedChatModel } from '../fakes/scripted-chat-model.mjs';
import { EventStream, type Json } from './event-stream.js';
import { withClient } from './postgres.js';
import type { TestApp } from './test-app.js';
import { waitFor } from './wait-for.js';

const QUESTION = 'How long is parental leave?';
export const ANSWER = ['Parental leave ', 'is 16 weeks', ' at full pay. [1]'];

/** One open socket, with all that it was told. */
export interface Ear {
  socket: Socket;
  received: { event: string; data: Json }[];
}

/** Somebody who listens in every way there is, in the middle of an answer that is being written. */
export interface Listener {
  chat: Ear;
  documents: Ear;
  stream: EventStream;
  conversationId: string;
  messageId: string;
}

/** A shared workspace with a bot, its owner, and those who listen there. */
export class LiveRoom {
  private readonly sockets: Socket[] = [];

  private constructor(
    readonly server: TestApp,
    readonly owner: TestUser,
    readonly workspaceId: string,
    readonly bot: TestBot,
    readonly model: ScriptedChatModel,
  ) {}

  static async open(server: TestApp): Promise<LiveRoom> {
    const owner = await registerUser(server.url);
    const workspaceId = (await owner.api.post('/workspaces', { name: 'Shared' })).body.id as string;
    const bot = await createBot(owner.api, { workspaceId });
    await indexPassages(server.app, bot, 'Handbook', [
      { content: 'Parental leave is 16 weeks at full pay.' },
    ]);
    const model = new ScriptedChatModel();
    server.app.get(ChatModels, { strict: false }).register(model.provider('offline'));
    return new LiveRoom(server, owner, workspaceId, bot, model);
  }

  sql<T>(text: string, params: unknown[] = []): Promise<T[]> {
    return withClient(
      this.server.config.databaseUrl!,
      async (client) => (await client.query(text, params)).rows as T[],
    );
  }

  /** A new account that belongs here. */
  async member(role = 'editor'): Promise<TestUser> {
    const user = await registerUser(this.server.url);
    await this.sql('INSERT INTO workspace_members (workspace_id, user_id, role) VALUES ($1, $2, $3)', [
      this.workspaceId,
      user.id,
      role,
    ]);
    return user;
  }

  async ear(namespace: string, token: string, url = this.server.url): Promise<Ear> {
    const socket = io(`${url}${namespace}`, {
      auth: { token },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    });
    this.sockets.push(socket);
    const received: Ear['received'] = [];
    socket.onAny((event: string, data: Json) => received.push({ event, data }));
    await new Promise<void>((resolve, reject) => {
      socket.on('connect', resolve);
      socket.on('connect_error', reject);
    });
    return { socket, received };
  }

  /** Asks, and listens while the answer is held in its middle. */
  async listener(token: string): Promise<Listener> {
    this.model.play({ tokens: ANSWER, holdAt: 1 });
    const [chat, documents] = await Promise.all([this.ear('/chat', token), this.ear('/documents', token)]);
    await accepted(documents, 'documents:subscribe', { botId: this.bot.id });
    const sent = await accepted(chat, 'message:send', { botId: this.bot.id, content: QUESTION });
    const { conversationId, messageId } = sent as { conversationId: string; messageId: string };
    const url = `${this.server.url}/api/v1/messages/${messageId}/stream`;
    const stream = await EventStream.open(url, { token });
    await stream.until((events) => events.some(({ event }) => event === 'delta'));
    await waitFor('text over the socket', () => chat.received.some(({ event }) => event === 'message:delta'));
    return { chat, documents, stream, conversationId, messageId };
  }

  /**
   * Makes things happen: the held answers are finished, another one is given in the conversation, and a document comes.
   * The owner hears of all of it, so it was sent.
   */
  async goOn({ conversationId, messageId }: Listener): Promise<void> {
    const { accessToken } = this.owner;
    const [chat, documents] = await Promise.all([
      this.ear('/chat', accessToken),
      this.ear('/documents', accessToken),
    ]);
    await accepted(chat, 'conversation:join', { conversationId });
    await accepted(chat, 'message:resume', { messageId, afterSeq: 0 });
    await accepted(documents, 'documents:subscribe', { botId: this.bot.id });
    this.model.play({ tokens: ANSWER });
    this.model.release();
    await waitFor('the answer', () => completed(chat).length === 1);
    await accepted(chat, 'message:send', { botId: this.bot.id, conversationId, content: QUESTION });
    await waitFor('another answer', () => completed(chat).length === 2);
    const text = { title: 'News', content: 'The canteen has moved to the second floor.' };
    const added = await this.owner.api.post(`/bots/${this.bot.id}/documents/text`, text);
    expect(added.status).toBe(202);
    await waitFor('news of the document', () =>
      documents.received.some(({ event }) => event === 'document:ready'),
    );
    for (const { socket } of [chat, documents]) socket.disconnect();
  }

  /** The answer as it is stored. */
  async stored({ messageId }: Listener): Promise<Json> {
    const [row] = await this.sql('SELECT status, content FROM messages WHERE id = $1', [messageId]);
    return row;
  }

  close(): void {
    for (const socket of this.sockets) socket.disconnect();
  }
}

export async function accepted({ socket }: Ear, event: string, body: object): Promise<Json> {
  const answer = await socket.timeout(10_000).emitWithAck(event, body);
  expect(answer).toMatchObject({ ok: true });
  return answer;
}

function completed({ received }: Ear) {
  return received.filter(({ event }) => event === 'message:completed');
}
