import type { BrowserContextOptions, Page, Route } from 'playwright-core';

import type { TestBot } from '../factories/bot.factory.js';
import { waitFor } from '../support/wait-for.js';
import { BrowserSuite, type Person } from './browser-suite.js';
import { openPage } from './console-page.js';
import { button } from './pressing.js';
import { WidgetSite } from './widget-site.js';

jest.setTimeout(90_000);

const QUESTION = 'When does the bakery open?';
const WORDS = Array.from({ length: 30 }, (_, index) => `word${index}`);

describe('the widget, when something goes wrong', () => {
  let owner: Person;
  let bot: TestBot;
  let site: WidgetSite;
  const suite = new BrowserSuite(async () => {
    owner = await suite.person();
    bot = await suite.bot(owner, { model: 'scripted' });
    site = await WidgetSite.open(suite.app.url);
    await site.allow(owner, bot);
  });
  afterAll(() => site?.close());

  async function opened(options: BrowserContextOptions = {}): Promise<Page> {
    const { page } = await openPage(suite.browser, site.url, options);
    await page.goto(site.pageOf(bot));
    await button(page, 'Open the chat').click();
    return page;
  }

  const field = (page: Page) => page.getByRole('dialog').getByRole('textbox');
  const log = (page: Page) => page.getByRole('log');
  const answered = (page: Page) => button(page, 'Good answer').waitFor();
  const ask = async (page: Page, question = QUESTION) => {
    await field(page).fill(question);
    await page.keyboard.press('Enter');
  };
  /** Meets the next request for a path alone. */
  const once = (page: Page, path: string, handle: (route: Route) => Promise<unknown>) =>
    page.route(path, (route) => void handle(route), { times: 1 });
  const said = async () => {
    const list = await owner.api.get(`/bots/${bot.id}/conversations`);
    const { body } = await owner.api.get(`/conversations/${list.body.items[0].id}/messages`);
    return body.items.map(({ content }: { content: string }) => content) as string[];
  };
  const speak = (script: Parameters<typeof suite.model.play>[0]) => suite.model.play(script);

  suite.test('says so where not even the panel can be loaded, and loads it on the next click', async () => {
    const { page } = await openPage(suite.browser, site.url);
    await once(page, '**/widget/panel-*', (route) => route.abort());
    await page.goto(site.pageOf(bot));
    await button(page, 'Open the chat').click();
    await page.getByRole('alert').getByText('There is no connection.').waitFor();
    await button(page, 'Open the chat').click();
    await field(page).and(page.locator(':focus')).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  suite.test('asks once what the server has got, although its answer was lost', async () => {
    speak({ tokens: ['It opens early.'] });
    const page = await opened();
    await once(page, '**/chat', async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    });
    await ask(page);
    await answered(page);
    expect(await said()).toEqual([QUESTION, 'It opens early.']);
  });

  suite.test('has every word of an answer that was finished while the network was away', async () => {
    speak({ tokens: WORDS.map((word) => `${word} `), tokensPerSecond: 20 });
    const page = await opened();
    await ask(page);
    await log(page).getByText('word5').waitFor();
    await suite.withoutNetwork(page, () =>
      waitFor('the answer to be finished', async () => (await said())[1]?.includes(WORDS.at(-1)!)),
    );
    await answered(page);
    expect((await log(page).innerText()).match(/word\d+/g)).toEqual(WORDS);
  });

  suite.test(
    'keeps a question that is too long, or one too many, and waits as long as it is told',
    async () => {
      speak({ tokens: ['It opens early.'] });
      const page = await opened();
      await ask(page, 'x'.repeat(10_001));
      await page.getByRole('alert').getByText('shorten').waitFor();
      expect(await field(page).inputValue()).toHaveLength(10_001);
      await once(page, '**/chat', (route) =>
        route.fulfill({
          status: 429,
          contentType: 'application/problem+json',
          headers: { 'Access-Control-Allow-Origin': new URL(site.url).origin },
          json: { code: 'limit.exceeded', detail: 'Rate limit', status: 429, retryAfter: 2 },
        }),
      );
      await ask(page);
      await page.getByRole('alert').getByText('Too many questions').waitFor();
      expect(await field(page).inputValue()).toBe(QUESTION);
      expect(await page.getByRole('button', { name: /Try again \(\d\)/ }).isDisabled()).toBe(true);
      await button(page, 'Try again').click();
      await answered(page);
      // What was asked after all is not to be sent again.
      expect(await field(page).inputValue()).toBe('');
    },
  );

  suite.test('is not available where its site was taken off the list, until it is back', async () => {
    speak({ tokens: ['It opens early.'] });
    const page = await opened();
    await ask(page);
    await answered(page);
    await site.allow(owner, bot, { allowedDomains: [] });
    await ask(page, 'And on Sundays?');
    await page.getByRole('alert').getByText('not available right now').waitFor();
    expect(await field(page).inputValue()).toBe('And on Sundays?');
    await site.allow(owner, bot);
    await button(page, 'Try again').click();
    await button(page, 'Good answer').nth(1).waitFor();
  });

  suite.test('asks a question again whose answer failed, and shows the new answer alone', async () => {
    speak({ failAt: 0 });
    const page = await opened();
    await ask(page);
    await page.getByRole('alert').getByText('Something went wrong').waitFor();
    speak({ tokens: ['It opens early.'] });
    await button(page, 'Try again').click();
    await answered(page);
    await page.reload();
    await answered(page);
    expect(await log(page).locator('.answer').count()).toBe(1);
  });

  suite.test('stops an answer that has not begun, and asks nothing twice by two clicks', async () => {
    speak({ tokens: WORDS.map((word) => `${word} `), tokensPerSecond: 10 });
    const page = await opened();
    let go = () => undefined as void;
    const asked = new Promise<void>((resolve) => (go = resolve));
    await once(page, '**/chat', async (route) => {
      await asked;
      await route.continue();
    });
    await field(page).fill(QUESTION);
    // Whoever writes by an input method confirms a word with it.
    for (const composing of [{ isComposing: true }, { keyCode: 229 }]) {
      await field(page).dispatchEvent('keydown', { key: 'Enter', ...composing });
    }
    expect(await field(page).inputValue()).toBe(QUESTION);
    // The second click meets what has become of the button: Stop.
    await button(page, 'Send').click();
    await button(page, 'Stop').click();
    go();
    await log(page).getByText('Stopped').waitFor();
    expect((await said()).filter((text) => text === QUESTION)).toHaveLength(1);
  });

  suite.test('shows in one tab what was said in another', async () => {
    speak({ tokens: ['It opens early.'] });
    const page = await opened();
    await ask(page);
    await answered(page);
    const other = await page.context().newPage();
    await other.goto(site.pageOf(bot));
    await button(other, 'Open the chat').click();
    await answered(other);
    await ask(other, 'And on Sundays?');
    await button(other, 'Good answer').nth(1).waitFor();
    await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
    await button(page, 'Good answer').nth(1).waitFor();
    expect(await said()).toHaveLength(4);
  });

  suite.test(
    'shows what no parser stands as it is, where links lead, and reads out words alone',
    async () => {
      const page = await opened();
      speak({ tokens: ['>'.repeat(20_000)] });
      await ask(page);
      await answered(page);
      speak({
        tokens: [
          '**Pay** at [https://bank.example](https://evil.example/x), or at [evil.example](https://evil.example).',
        ],
      });
      await ask(page);
      await button(page, 'Good answer').nth(1).waitFor();
      const links = log(page).getByRole('link');
      const destinations = await links.evaluateAll((found) => found.map((link) => link.dataset.destination));
      expect(destinations).toEqual(['evil.example', undefined]);
      await page.locator('[aria-live=polite]').getByText('Pay at https://bank.example, or').waitFor();
    },
  );

  suite.test('fills what the keyboard of a phone leaves of the screen', async () => {
    const page = await opened({ viewport: { width: 390, height: 800 } });
    await page.evaluate(`
      Object.defineProperty(visualViewport, 'height', { value: 420 });
      visualViewport.dispatchEvent(new Event('resize'));
    `);
    expect(await page.getByRole('dialog').boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 420 });
  });
});
