import type { INestApplication } from '@nestjs/common';
import { io, type Socket } from 'socket.io-client';

import { ChatModels } from '../../src/ai/index.js';
import { createBot, type TestBot } from '../factories/bot.factory.js';
import { indexPassages } from '../factories/passages.factory.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ScriptedChatModel } from '../fakes/scripted-chat-model.mjs';
import { EventStream, type Json } from './event-stream.js';

export interface ReceivedMessage {
  event: string;
  data: Json;
}

/** A user with a bot that knows a little and speaks by script: what tests of chat begin with. */
export class ChatRoom {
  private readonly sockets: Socket[] = [];

  private constructor(
    readonly url: string,
    readonly user: TestUser,
    readonly bot: TestBot,
    readonly model: ScriptedChatModel,
  ) {}

  static async open({ app, url }: { app: INestApplication; url: string }): Promise<ChatRoom> {
    const user = await registerUser(url);
    const bot = await createBot(user.api);
    await indexPassages(app, bot, 'Handbook', [
      {
        content: 'Parental leave is 16 weeks at full pay. It starts with the birth.',
        page: 12,
        heading: ['Leave'],
      },
      { content: 'Lunch is served from noon until two in the canteen.', page: 30, heading: ['Food'] },
    ]);
    const model = new ScriptedChatModel();
    app.get(ChatModels, { strict: false }).register(model.provider('offline'));
    return new ChatRoom(url, user, bot, model);
  }

  ask(body: object) {
    return this.user.api.post(`/bots/${this.bot.id}/chat`, body);
  }

  stream(body: object, headers?: Record<string, string>): Promise<EventStream> {
    const url = `${this.url}/api/v1/bots/${this.bot.id}/chat`;
    return EventStream.open(url, { method: 'POST', token: this.user.accessToken, body, headers });
  }

  resume(messageId: string, lastEventId?: number | string): Promise<EventStream> {
    const url = `${this.url}/api/v1/messages/${messageId}/stream`;
    return EventStream.open(url, { token: this.user.accessToken, lastEventId });
  }

  async messages(conversationId: string): Promise<Json[]> {
    return (await this.user.api.get(`/conversations/${conversationId}/messages?limit=100`)).body.items;
  }

  async message(id: string): Promise<Json> {
    return (await this.user.api.get(`/messages/${id}`)).body;
  }

  /** A connected socket that records what it is told. */
  async socket(token = this.user.accessToken): Promise<{ socket: Socket; received: ReceivedMessage[] }> {
    const socket = io(`${this.url}/chat`, {
      auth: { token },
      transports: ['websocket'],
      reconnection: false,
    });
    const received: ReceivedMessage[] = [];
    socket.onAny((event: string, data: unknown) => received.push({ event, data }));
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
