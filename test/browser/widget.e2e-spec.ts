import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

import { ChatModels } from '../../src/ai/index.js';
import { createBot, type TestBot } from '../factories/bot.factory.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ScriptedChatModel } from '../fakes/scripted-chat-model.mjs';
import { startBrowser } from '../support/browser.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';
import { HOURS, openPage, overflow, seriousFindings } from './console-page.js';
import { XSS } from './xss.js';

jest.setTimeout(90_000);

const WORDS = Array.from({ length: 60 }, (_, index) => `word${index} `);

describe('the widget, on a page of another site', () => {
  let browser: Browser | null;
  let app: TestApp;
  let owner: TestUser;
  let bot: TestBot;
  let site: Server;
  let siteUrl: string;
  const model = new ScriptedChatModel();

  beforeAll(async () => {
    browser = await startBrowser();
    if (!browser) return;
    app = await startTestApp();
    app.app.get(ChatModels).register(model.provider('scripted'));
    site = createServer((request, response) => {
      const [, publicKey] = /^\/([\w-]+)/.exec(request.url ?? '') ?? [];
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      // As strict as a site can be: nothing of its own inline, and of us only what the documentation names.
      response.setHeader(
        'Content-Security-Policy',
        `default-src 'none'; script-src ${app.url}; connect-src ${app.url}; base-uri 'none'; form-action 'none'`,
      );
      response.end(
        `<!doctype html><html lang="en"><head><title>Bakery</title></head><body><main><h1>Bakery</h1></main>` +
          `<script src="${app.url}/widget.js" data-bot="${publicKey}" async></script></body></html>`,
      );
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    siteUrl = `http://localhost:${(site.address() as AddressInfo).port}`;
    owner = await registerUser(app.url);
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
    await app?.close();
  });

  const inBrowser = (name: string, test: (open: Browser) => Promise<void>) =>
    it(name, async () => {
      if (browser) await test(browser);
    });

  /** A bot that knows the opening hours and may be shown on the site. */
  async function makeBot(config: object = {}, widget: object = {}): Promise<void> {
    bot = await createBot(owner.api, { config });
    await owner.api
      .put(`/bots/${bot.id}/widget`, { allowedDomains: [new URL(siteUrl).host], ...widget })
      .expect(200);
    await owner.api.post(`/bots/${bot.id}/documents/text`, { title: 'Hours', content: HOURS }).expect(202);
    await waitFor('the document to be read', async () => {
      const { body } = await owner.api.get(`/bots/${bot.id}`);
      return body.status === 'ready';
    });
  }

  async function visit(open: Browser, options: BrowserContextOptions = {}) {
    const { page, trouble } = await openPage(open, siteUrl, options);
    await page.goto(`${siteUrl}/${bot.publicKey}`);
    return { page, trouble };
  }

  const ask = async (page: Page, question: string) => {
    await page.getByRole('textbox').fill(question);
    await page.keyboard.press('Enter');
  };
  const words = async (page: Page) => (await page.getByRole('log').innerText()).match(/word\d+/g);
  const foreignTo = (urls: string[]) => urls.filter((url) => !url.startsWith(app.url));

  inBrowser(
    'answers with its sources, under a strict policy of the site, and loads nothing else',
    async (open) => {
      await makeBot();
      const { page, trouble } = await visit(open);
      await page.getByRole('button', { name: 'Open the chat' }).click();
      await page.getByText('Hello! What would you like to know?').waitFor();
      await ask(page, 'When does the bakery open?');
      await page.getByRole('log').getByText('opens at 6:30').waitFor();
      await page.getByRole('group', { name: 'Sources' }).getByRole('button').click();
      await page.getByRole('log').locator('blockquote').getByText('opens at 6:30 in the morning').waitFor();
      expect(trouble.errors).toEqual([]);
      expect(foreignTo(trouble.foreign)).toEqual([]);
      expect(await page.context().cookies()).toEqual([]);
    },
  );

  inBrowser(
    'goes on after a reload and after the network was away, without losing or repeating a word',
    async (open) => {
      await makeBot({ model: 'scripted' });
      model.play({ tokens: WORDS, tokensPerSecond: 20 });
      const { page } = await visit(open);
      await page.getByRole('button', { name: 'Open the chat' }).click();
      await ask(page, 'When does the bakery open?');
      await page.getByRole('log').getByText('word5').waitFor();
      await page.reload();
      await page.getByRole('button', { name: 'Open the chat' }).click();
      await page.getByRole('log').getByText('word15').waitFor();
      await page.context().setOffline(true);
      await page.waitForTimeout(700);
      await page.context().setOffline(false);
      await page.getByRole('log').getByText('word59').waitFor();
      expect(await words(page)).toEqual(WORDS.map((word) => word.trim()));
    },
  );

  inBrowser(
    'keeps the history over a reload, forgets it for a new conversation, and stores ratings',
    async (open) => {
      await makeBot();
      const { page } = await visit(open);
      await page.getByRole('button', { name: 'Open the chat' }).click();
      await ask(page, 'When does the bakery open?');
      await page.getByRole('button', { name: 'Good answer' }).click();
      await waitFor('the rating to be stored', async () => {
        const list = await owner.api.get(`/bots/${bot.id}/conversations`);
        const [conversation] = list.body.items;
        const { body } = await owner.api.get(`/conversations/${conversation.id}/messages`);
        return body.items[1].rating === 'up';
      });
      await page.reload();
      await page.getByRole('button', { name: 'Open the chat' }).click();
      await page.getByRole('log').getByText('opens at 6:30').waitFor();
      await page.getByRole('button', { name: 'New conversation' }).click();
      await page.getByText('Hello! What would you like to know?').waitFor();
      await page.reload();
      await page.getByRole('button', { name: 'Open the chat' }).click();
      await page.getByText('Hello! What would you like to know?').waitFor();
    },
  );

  inBrowser('is not shown on a site that the bot does not allow', async (open) => {
    await makeBot({}, { allowedDomains: ['elsewhere.example'] });
    const { page } = await openPage(open, siteUrl);
    const warned = page.waitForEvent('console', (message) => message.text().includes('allowed domains'));
    await page.goto(`${siteUrl}/${bot.publicKey}`);
    await warned;
    expect(await page.getByRole('button', { name: 'Open the chat' }).count()).toBe(0);
  });

  inBrowser('shows what an answer holds and runs none of it', async (open) => {
    await makeBot({ model: 'scripted' });
    model.play({ tokens: [XSS.join('\n\n'), '\n\nthe end'] });
    const { page, trouble } = await visit(open);
    await page.getByRole('button', { name: 'Open the chat' }).click();
    await ask(page, `${XSS[0]} When does the bakery open?`);
    await page.getByRole('log').getByText('the end').waitFor();
    await page.waitForTimeout(400);
    const log = page.getByRole('log');
    expect(
      await log.locator('img, iframe, script, style, form, input, svg[onload], math, details').count(),
    ).toBe(0);
    for (const link of await log.locator('a[href]:not(.citation)').all()) {
      expect(await link.getAttribute('href')).toMatch(/^https?:/);
      expect(await link.getAttribute('rel')).toContain('noopener');
    }
    expect(trouble.dialogs).toEqual([]);
    expect(foreignTo(trouble.foreign)).toEqual([]);
  });

  inBrowser('is used by keyboard alone, and gives the focus back', async (open) => {
    await makeBot();
    const { page } = await visit(open);
    await page.getByRole('button', { name: 'Open the chat' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('When does the bakery open?');
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText('opens at 6:30').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
  });

  inBrowser('has no serious fault of accessibility and fills a phone', async (open) => {
    await makeBot({ suggestedQuestions: ['When do you open?'] });
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await visit(open, {
        viewport: { width: 390, height: 800 },
        colorScheme,
        reducedMotion: 'reduce',
      });
      await page.getByRole('button', { name: 'Open the chat' }).click();
      await page.getByRole('button', { name: 'When do you open?' }).waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await ask(page, 'When does the bakery open?');
      await page.getByRole('button', { name: 'Good answer' }).waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect((await page.getByRole('dialog').boundingBox())?.width).toBe(390);
      await page.context().close();
    }
  });

  inBrowser('speaks the visitor’s language, from right to left where that is read so', async (open) => {
    await makeBot();
    const { page } = await visit(open, { locale: 'ar' });
    await page.getByRole('button', { name: 'افتح المحادثة' }).click();
    await page.getByPlaceholder('اطرح سؤالاً').waitFor();
    expect(await page.getByRole('dialog').getAttribute('dir')).toBe('rtl');
  });

  inBrowser('obeys the scripts of the site', async (open) => {
    await makeBot();
    const { page } = await visit(open);
    await page.getByRole('button', { name: 'Open the chat' }).waitFor();
    await page.evaluate(`
      window.heard = [];
      KyroChat.on('message', (message) => window.heard.push(message.role));
      KyroChat.send('When does the bakery open?');
    `);
    await page.getByRole('log').getByText('opens at 6:30').waitFor();
    await waitFor('both messages to be told', () =>
      page.evaluate<boolean>('window.heard.join() === "user,assistant"'),
    );
    await page.evaluate('KyroChat.close()');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.evaluate('KyroChat.destroy()');
    expect(await page.locator('kyrochat-widget').count()).toBe(0);
  });
});
