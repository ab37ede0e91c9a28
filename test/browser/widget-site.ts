import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { TestBot } from '../factories/bot.factory.js';
import type { TestUser } from '../factories/user.factory.js';

/** A site of another origin, each page of which shows the bot that its path names. */
export class WidgetSite {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /**
   * `policy`: the content security policy of its pages; `head`: what stands in them before the widget; `script`: what runs
   * there; `attributes`: of the script tag that loads the widget.
   */
  static async open(
    home: string,
    { policy = '', head = '', script = '', attributes = '' } = {},
  ): Promise<WidgetSite> {
    const server = createServer((request, response) => {
      const [, publicKey] = /^\/([\w-]+)/.exec(request.url ?? '') ?? [];
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      if (policy) response.setHeader('Content-Security-Policy', policy);
      response.end(
        `<!doctype html><html lang="en"><head><title>Bakery</title>${head}</head><body><main><h1>Bakery</h1></main>` +
          (script ? `<script>${script}</script>` : '') +
          `<script src="${home}/widget.js" data-bot="${publicKey}" ${attributes} async></script></body></html>`,
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new WidgetSite(server, `http://localhost:${(server.address() as AddressInfo).port}`);
  }

  pageOf(bot: TestBot): string {
    return `${this.url}/${bot.publicKey}`;
  }

  /** Lets it show the bot. */
  async allow(owner: TestUser, bot: TestBot, widget: object = {}): Promise<void> {
    const allowedDomains = [new URL(this.url).host];
    await owner.api.put(`/bots/${bot.id}/widget`, { allowedDomains, ...widget }).expect(200);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
