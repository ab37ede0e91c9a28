import type { BrowserContextOptions, Page } from 'playwright-core';

import { createBot, type TestBot } from '../factories/bot.factory.js';
import { waitFor } from '../support/wait-for.js';
import { BrowserSuite, type Person } from './browser-suite.js';
import { openPage, overflow, seriousFindings } from './console-page.js';
import { pressUntilFocused } from './keyboard.js';
import { button } from './pressing.js';
import { WidgetSite } from './widget-site.js';

jest.setTimeout(90_000);

const WORDS = Array.from({ length: 40 }, (_, index) => `word${index}`);

describe('the widget, on a page of another site', () => {
  let owner: Person;
  /** Answers from its documents, and as the model is told. */
  let bot: TestBot;
  let scripted: TestBot;
  let site: WidgetSite;
  const suite = new BrowserSuite(async () => {
    owner = await suite.person();
    // As strict as a site can be: nothing of its own inline, and of us only what the documentation names.
    const { url } = suite.app;
    site = await WidgetSite.open(url, {
      policy: `default-src 'none'; script-src ${url}; connect-src ${url}; base-uri 'none'; form-action 'none'`,
    });
    bot = await suite.bot(owner, { suggestedQuestions: ['When do you open?'] });
    scripted = await suite.bot(owner, { model: 'scripted' });
    await site.allow(owner, bot);
    await site.allow(owner, scripted);
  });
  afterAll(() => site?.close());

  async function visit(shown = bot, options: BrowserContextOptions = {}) {
    const { page, trouble } = await openPage(suite.browser, site.url, options);
    await page.goto(site.pageOf(shown));
    return { page, trouble };
  }

  const open = (page: Page) => button(page, 'Open the chat').click();
  const ask = async (page: Page, question = 'When does the bakery open?') => {
    await page.getByRole('textbox').fill(question);
    await page.keyboard.press('Enter');
  };
  const speakSlowly = () =>
    suite.model.play({ tokens: WORDS.map((word) => `${word} `), tokensPerSecond: 20 });
  const words = async (page: Page) => (await page.getByRole('log').innerText()).match(/word\d+/g);

  suite.test(
    'answers with its sources, under a strict policy of the site, and loads nothing else',
    async () => {
      const { page, trouble } = await visit();
      await open(page);
      await page.getByText('Hello! What would you like to know?').waitFor();
      await ask(page);
      await page.getByRole('log').getByText('opens at 6:30').waitFor();
      await page.getByRole('group', { name: 'Sources' }).getByRole('button').click();
      await page.getByRole('log').locator('blockquote').getByText('opens at 6:30 in the morning').waitFor();
      expect(trouble.errors).toEqual([]);
      expect(trouble.foreign.filter((url) => !url.startsWith(suite.app.url))).toEqual([]);
      expect(await page.context().cookies()).toEqual([]);
    },
  );

  suite.test(
    'goes on after a reload and after the network was away, without losing or repeating a word',
    async () => {
      speakSlowly();
      const { page } = await visit(scripted);
      await open(page);
      await ask(page);
      const log = page.getByRole('log');
      await log.getByText('word5').waitFor();
      // It is open on the next page as it was on the one before.
      await page.reload();
      await log.getByText('word15').waitFor();
      await suite.withoutNetwork(page, () => log.getByText('Connection lost').waitFor());
      await log.getByText(WORDS.at(-1)!).waitFor();
      expect(await words(page)).toEqual(WORDS);
    },
  );

  suite.test('answers who asks before it has connected', async () => {
    const { page } = await visit();
    let connect = () => undefined as void;
    const asked = new Promise<void>((resolve) => (connect = resolve));
    await page.route('**/sessions', async (route) => {
      await asked;
      await route.continue();
    });
    await open(page);
    await ask(page);
    await page.getByRole('log').getByText('When does the bakery open?').waitFor();
    connect();
    await page.getByRole('log').getByText('opens at 6:30').waitFor();
    expect(await page.getByRole('log').getByText('When does the bakery open?').count()).toBe(1);
  });

  suite.test(
    'keeps the history over a reload, forgets it for a new conversation, and stores ratings',
    async () => {
      const { page } = await visit();
      await open(page);
      await ask(page);
      await button(page, 'Good answer').click();
      await waitFor('the rating to be stored', async () => {
        const list = await owner.api.get(`/bots/${bot.id}/conversations`);
        const { body } = await owner.api.get(`/conversations/${list.body.items[0].id}/messages`);
        return body.items[1].rating === 'up';
      });
      await page.reload();
      await page.getByRole('log').getByText('opens at 6:30').waitFor();
      await button(page, 'New conversation').click();
      await page.getByText('Hello! What would you like to know?').waitFor();
      await page.reload();
      await page.getByText('Hello! What would you like to know?').waitFor();
    },
  );

  suite.test('is not shown on a site that the bot does not allow', async () => {
    const other = await createBot(owner.api);
    await site.allow(owner, other, { allowedDomains: ['elsewhere.example'] });
    const { page } = await openPage(suite.browser, site.url);
    const warned = page.waitForEvent('console', (message) => message.text().includes('allowed domains'));
    await page.goto(site.pageOf(other));
    await warned;
    expect(await button(page, 'Open the chat').count()).toBe(0);
  });

  suite.test(
    'is used by keyboard alone: opened, asked, stopped, rated, closed, with the focus given back',
    async () => {
      suite.model.play({ tokens: 400, tokensPerSecond: 20 });
      const { page } = await visit(scripted);
      const launcher = button(page, 'Open the chat');
      await pressUntilFocused(page, launcher);
      await page.keyboard.press('Enter');
      const field = page.getByRole('dialog').getByRole('textbox');
      await field.and(page.locator(':focus')).waitFor();
      await page.keyboard.type('When does the bakery open?');
      await page.keyboard.press('Enter');
      await page.getByRole('log').getByText('word3').waitFor();
      await pressUntilFocused(page, button(page, 'Stop'));
      await page.keyboard.press('Enter');
      await page.getByRole('log').getByText('Stopped').waitFor();

      suite.model.play({ tokens: ['It opens at 6:30. [1]'] });
      await pressUntilFocused(page, field, 'Shift+Tab');
      await page.keyboard.type('Say it shortly.');
      await page.keyboard.press('Enter');
      await page.getByRole('log').getByText('It opens at 6:30.').waitFor();
      await pressUntilFocused(
        page,
        page.getByRole('group', { name: 'Sources' }).getByRole('button'),
        'Shift+Tab',
      );
      await page.keyboard.press('Space');
      await page.getByRole('log').locator('blockquote').waitFor();
      await pressUntilFocused(page, button(page, 'Good answer'));
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Good answer', pressed: true }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await launcher.and(page.locator(':focus')).waitFor();
    },
  );

  suite.test('has no serious fault of accessibility and fills a phone', async () => {
    const { page } = await visit(bot, { viewport: { width: 390, height: 800 } });
    const found: string[] = [];
    const look = async (place: string) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const rules = colorScheme === 'dark' ? ['color-contrast'] : undefined;
        found.push(
          ...(await seriousFindings(page, rules)).map((line) => `${place}, ${colorScheme}: ${line}`),
        );
      }
    };
    await open(page);
    await button(page, 'When do you open?').waitFor();
    await look('greeting');
    await ask(page);
    await button(page, 'Good answer').waitFor();
    await look('answer');
    expect(found).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect((await page.getByRole('dialog').boundingBox())?.width).toBe(390);
  });

  suite.test('speaks the visitor’s language, from right to left where that is read so', async () => {
    const { page } = await visit(bot, { locale: 'ar' });
    await button(page, 'افتح المحادثة').click();
    await page.getByPlaceholder('اطرح سؤالاً').waitFor();
    expect(await page.getByRole('dialog').getAttribute('dir')).toBe('rtl');
  });

  suite.test('obeys the scripts of the site', async () => {
    const { page } = await visit();
    await button(page, 'Open the chat').waitFor();
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
