import { once } from 'node:events';
import { createServer, request as call, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { EmbeddingServer } from './embedding-server.js';
import type { StubServer } from './stub-server.js';

/** A provider of both kinds of models behind one address, as the real ones are. */
export class ProviderServer<Chat extends StubServer> {
  private constructor(
    readonly chat: Chat,
    readonly embeddings: EmbeddingServer,
    private readonly front: Server,
  ) {}

  static async start<Chat extends StubServer>(chat: Chat): Promise<ProviderServer<Chat>> {
    const [embeddings] = [await EmbeddingServer.start(), await chat.start()];
    const front = createServer((request, response) => {
      const { url, method, headers } = request;
      const back = new URL(url ?? '/', /embed/i.test(url ?? '') ? embeddings.url : chat.url);
      const onward = call(back, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.on('error', () => response.destroy()).pipe(response);
      });
      onward.on('error', () => response.destroy());
      response.on('close', () => onward.destroy());
      request.pipe(onward);
    });
    front.listen(0, '127.0.0.1');
    await once(front, 'listening');
    return new ProviderServer(chat, embeddings, front);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.front.address() as AddressInfo).port}`;
  }

  /** Safe to repeat. */
  async close(): Promise<void> {
    if (!this.front.listening) return;
    this.front.closeAllConnections();
    this.front.close();
    await Promise.all([this.embeddings.close(), this.chat.stop()]);
  }
}
