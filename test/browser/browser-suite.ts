import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

import { ChatModels } from '../../src/ai/index.js';
import { WebPageFetcher } from '../../src/documents/application/ports/web-page-fetcher.port.js';
import { createBot, type TestBot } from '../factories/bot.factory.js';
import { unique } from '../factories/unique.js';
import type { TestUser } from '../factories/user.factory.js';
import { FakeWebPageFetcher } from '../fakes/fake-web-page.fetcher.js';
import { ScriptedChatModel } from '../fakes/scripted-chat-model.mjs';
import { ApiClient } from '../support/api-client.js';
import { startBrowser } from '../support/browser.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';
import { HOURS, newContext, openPage, PASSWORD, type Trouble, watched } from './console-page.js';

/** Somebody who is signed in, in a browser of their own: own cookies and storage. */
export interface Person extends TestUser {
  name: string;
  context: BrowserContext;
  /** Another tab of theirs. */
  open(path?: string): Promise<{ page: Page; trouble: Trouble }>;
}

/** One application and one browser for the tests of a file. Call at the top of `describe`. */
export class BrowserSuite {
  /** Answers for bots whose model is `scripted`. */
  readonly model = new ScriptedChatModel();
  /** The web as far as bots can read it. */
  readonly web = new FakeWebPageFetcher();
  private started?: { browser: Browser; app: TestApp };

  constructor(setUp: () => Promise<void> = () => Promise.resolve()) {
    beforeAll(async () => {
      const browser = await startBrowser();
      if (!browser) return;
      const app = await startTestApp({
        override: (builder) => builder.overrideProvider(WebPageFetcher).useValue(this.web),
      });
      app.app.get(ChatModels).register(this.model.provider('scripted'));
      this.started = { browser, app };
      await setUp();
    });
    afterAll(async () => {
      await this.started?.browser.close();
      await this.started?.app.close();
    });
  }

  /** A test that runs only with a browser; `startBrowser` has said so when there is none. */
  readonly test = (name: string, test: () => Promise<void>): void =>
    it(name, async () => {
      if (this.started) await test();
    });

  get app(): TestApp {
    return this.running.app;
  }

  get browser(): Browser {
    return this.running.browser;
  }

  /** Where the console is. */
  get home(): string {
    return this.app.url.replace('127.0.0.1', 'localhost');
  }

  /** A page of somebody who is not signed in. */
  visitor(options: BrowserContextOptions = {}): Promise<{ page: Page; trouble: Trouble }> {
    return openPage(this.browser, this.home, options);
  }

  /** Registers somebody over HTTP; their browser keeps the cookie. */
  async person(name = 'Ada Baker', options: BrowserContextOptions = {}): Promise<Person> {
    const context = await newContext(this.browser, options);
    const account = { name, email: `${unique('person')}@example.com`, password: PASSWORD };
    const answer = await context.request.post(`${this.home}/api/v1/auth/register`, { data: account });
    if (!answer.ok()) throw new Error(`register answered ${answer.status()}: ${await answer.text()}`);
    const { user, workspace, accessToken } = await answer.json();
    return {
      ...account,
      id: user.id,
      workspaceId: workspace.id,
      accessToken,
      refreshToken: '',
      api: new ApiClient(this.app.url, accessToken),
      context,
      open: async (path) => {
        const tab = await watched(context, this.home);
        if (path) await tab.page.goto(`${this.home}${path}`);
        return tab;
      },
    };
  }

  /** A bot that has read the opening hours. */
  async bot(owner: TestUser, config: object = {}): Promise<TestBot> {
    const bot = await createBot(owner.api, { name: 'Bakery helper', config });
    await owner.api.post(`/bots/${bot.id}/documents/text`, { title: 'hours.md', content: HOURS }).expect(202);
    await waitFor('the document to be read', async () => {
      const { body } = await owner.api.get(`/bots/${bot.id}`);
      return body.status === 'ready';
    });
    return bot;
  }

  /** Takes the network away until `meanwhile` is over, what is open included: emulation alone leaves open streams be. */
  async withoutNetwork(page: Page, meanwhile: () => Promise<unknown>): Promise<void> {
    await page.context().setOffline(true);
    this.app.app.getHttpServer().closeAllConnections();
    await meanwhile().finally(() => page.context().setOffline(false));
  }

  private get running() {
    if (!this.started) throw new Error('no browser was started');
    return this.started;
  }
}
