import type { Page } from 'playwright-core';

import type { TestBot } from '../factories/bot.factory.js';
import { show, visit } from '../support/visitors.js';
import { BrowserSuite, type Person } from './browser-suite.js';

jest.setTimeout(90_000);

const WORDS = Array.from({ length: 40 }, (_, index) => `word${index}`);

describe('the playground, in a browser', () => {
  let owner: Person;
  let bot: TestBot;
  const suite = new BrowserSuite(async () => {
    owner = await suite.person();
    bot = await suite.bot(owner, { model: 'scripted' });
  });

  const speakSlowly = () =>
    suite.model.play({ tokens: WORDS.map((word) => `${word} `), tokensPerSecond: 20 });

  async function ask(question = 'When does the bakery open?') {
    const tab = await owner.open(`/bots/${bot.id}/playground`);
    await tab.page.getByPlaceholder('Ask a question').fill(question);
    await tab.page.keyboard.press('Enter');
    return tab;
  }

  const words = async (page: Page) => (await page.getByRole('log').innerText()).match(/word\d+/g);

  suite.test(
    'goes on with an answer after the network was away, without losing or repeating a word',
    async () => {
      speakSlowly();
      const { page } = await ask();
      await page.getByRole('log').getByText('word5').waitFor();
      await suite.withoutNetwork(page, () => page.getByRole('log').getByText('Connection lost').waitFor());
      await page.getByRole('log').getByText(WORDS.at(-1)!).waitFor();
      expect(await words(page)).toEqual(WORDS);
    },
  );

  suite.test('goes on with an answer after a reload in the middle of it', async () => {
    speakSlowly();
    const { page } = await ask();
    await page.getByRole('log').getByText('word5').waitFor();
    await page.reload();
    await page.getByRole('log').getByText(WORDS.at(-1)!).waitFor();
    expect(await words(page)).toEqual(WORDS);
  });

  suite.test('stops an answer', async () => {
    suite.model.play({ tokens: 400, tokensPerSecond: 20 });
    const { page } = await ask();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('log').getByText('Stopped').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).waitFor();
  });

  suite.test('answers again, and keeps what was thought of the answer', async () => {
    suite.model.play({ tokens: ['It opens at 6:30. [1]'] });
    const { page } = await ask();
    const log = page.getByRole('log');
    await log.getByText('It opens at 6:30.').waitFor();
    suite.model.play({ tokens: ['At half past six. [1]'] });
    await log.getByRole('button', { name: 'Answer again' }).click();
    await log.getByText('At half past six.').waitFor();
    await log.getByRole('button', { name: 'Bad answer' }).last().click();
    const why = page.getByLabel('What was wrong?');
    await why.fill('Too short');
    await why.press('Tab');
    await page.keyboard.press('Enter');
    await why.waitFor({ state: 'hidden' });
    await page.reload();
    await log.getByText('At half past six.').waitFor();
    await log.getByRole('button', { name: 'Bad answer', pressed: true }).waitFor();
  });

  suite.test('shows what a visitor thought of an answer, which is not the owner’s to change', async () => {
    suite.model.play({ tokens: ['At half past six.'] });
    await show(owner, bot);
    const visitor = await visit(suite.app.url, bot);
    const { body } = await visitor.page.post(`/bots/${bot.id}/chat`, { message: 'When?' }).expect(200);
    const opinion = { rating: 'down', comment: 'That is wrong on Sundays' };
    await visitor.page.put(`/messages/${body.message.id}/feedback`, opinion).expect(200);
    const { page } = await owner.open(`/bots/${bot.id}/conversations/${body.conversationId}`);
    const log = page.getByRole('log');
    await log.getByText('That is wrong on Sundays').waitFor();
    await log.getByText('Bad answer').waitFor();
    expect(await log.getByRole('button', { name: /(Good|Bad) answer/ }).count()).toBe(0);
  });

  suite.test('stops an answer that has not begun yet, and keeps what is asked meanwhile', async () => {
    suite.model.play({ tokens: 400, tokensPerSecond: 20 });
    const tab = await owner.open(`/bots/${bot.id}/playground`);
    let release = () => {};
    const held = new Promise<void>((done) => (release = done));
    await tab.page.route('**/chat', async (route) => {
      await held;
      await route.fallback();
    });
    const field = tab.page.getByPlaceholder('Ask a question');
    await field.fill('When?');
    await tab.page.keyboard.press('Enter');
    await tab.page.getByRole('button', { name: 'Stop' }).click();
    await field.fill('Typed meanwhile');
    release();
    await tab.page.getByRole('log').getByText('Stopped').waitFor();
    expect(await field.inputValue()).toBe('Typed meanwhile');
  });

  suite.test('finds conversations by words and days, and comes back to the same list', async () => {
    const { page } = await owner.open(`/bots/${bot.id}/conversations`);
    await page.getByPlaceholder('Search titles').fill('bakery');
    await page.waitForURL(/\?q=bakery$/);
    await page.getByLabel('To').fill('2020-01-01');
    await page.getByText('Nothing matches').waitFor();
    await page.getByLabel('To').fill('2999-01-01');
    await page
      .getByRole('link', { name: /bakery/ })
      .first()
      .click();
    await page.getByRole('log').waitFor();
    await page.goBack();
    await page
      .getByRole('link', { name: /bakery/ })
      .first()
      .waitFor();
    expect(await page.getByPlaceholder('Search titles').inputValue()).toBe('bakery');
    expect(await page.getByLabel('To').inputValue()).toBe('2999-01-01');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.waitForURL(/conversations$/);
  });
});
