import { request as call, type IncomingMessage, type ServerResponse } from 'node:http';

import { EmbeddingServer } from './embedding-server.js';
import { ListeningStub } from './listening-stub.js';
import type { StubServer } from './stub-server.js';

/** A provider of both kinds of models behind one address, as the real ones are. */
export class ProviderServer<Chat extends StubServer> extends ListeningStub {
  private constructor(
    readonly chat: Chat,
    readonly embeddings: EmbeddingServer,
  ) {
    super();
  }

  static async start<Chat extends StubServer>(chat: Chat): Promise<ProviderServer<Chat>> {
    return new ProviderServer(await chat.start(), await EmbeddingServer.start()).start();
  }

  override async close(): Promise<void> {
    await Promise.all([super.close(), this.embeddings.close(), this.chat.close()]);
  }

  protected handle(request: IncomingMessage, response: ServerResponse): void {
    const { url, method, headers } = request;
    const back = new URL(url ?? '/', /embed/i.test(url ?? '') ? this.embeddings.url : this.chat.url);
    const onward = call(back, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('error', () => response.destroy()).pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }
}
