import type { Page } from 'playwright-core';

import type { TestBot } from '../factories/bot.factory.js';
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
});
