import type { Page } from 'playwright-core';

import type { TestBot } from '../factories/bot.factory.js';
import { waitFor } from '../support/wait-for.js';
import { BrowserSuite, type Person } from './browser-suite.js';
import { go, settled } from './console-page.js';
import { consolePlaces } from './console-places.js';
import { DETAIL, failing, FAILURES, said } from './failing-api.js';
import { button, dialog } from './pressing.js';
import { formsOf } from './trouble-forms.js';

jest.setTimeout(120_000);

/** The session and the frame; without them there is no page to look at. */
const FRAME = /\/auth\/(refresh|me)$|\/workspaces$/;

/** Each page is asked for again by itself where that may help: seconds, for which a few examples do. */
const OF_PAGES = [403, 'offline', 400, 401, 409, 422, 500, 404, 413] as const;

/** All that is on them is known with the frame. */
const NOTHING_FETCHED = ['new bot', 'workspace settings', 'profile', 'security'];

describe('what fails, in a browser', () => {
  let ada: Person;
  let bot: TestBot;
  const suite = new BrowserSuite(async () => {
    ada = await suite.person();
    bot = await suite.bot(ada, { model: 'scripted' });
    suite.model.play({ tokens: ['At 6:30.'] });
    await ada.api.post(`/bots/${bot.id}/chat`, { message: 'When?' }).expect(200);
  });

  /** Closes what is open and comes back to a page that knows nothing of what was typed. */
  async function open(page: Page, path: string): Promise<void> {
    page.removeAllListeners('dialog');
    page.on('dialog', (asked) => void asked.accept());
    await page.goto(`${suite.home}${path}`);
    await settled(page);
  }

  suite.test('of every form: is told, keeps what was typed, and can be sent again', async () => {
    const { page } = await ada.open();
    const found: string[] = [];
    let next = 0;
    for (const [name, form] of Object.entries(formsOf(bot))) {
      await open(page, form.path);
      await form.open?.(page);
      for (const [field, text] of form.typed(page)) await field.fill(text);
      // Each form meets some of the failures, and all forms together each of them twice.
      for (const failure of [0, 1].map(() => FAILURES[next++ % FAILURES.length])) {
        // A question is sent again by itself where that may help.
        if (name === 'question' && (failure === 'proxy' || failure === 'offline' || failure === 503))
          continue;
        const mend = await failing(
          page,
          failure,
          (method, path) => method !== 'GET' && form.calls.test(path),
        );
        await form.send(page).click();
        await page.getByRole('alert').getByText(said(failure)).first().waitFor();
        for (const [field, text] of form.typed(page)) {
          if ((await field.inputValue()) !== text) found.push(`${name}, ${failure}: “${text}” is gone`);
        }
        await waitFor('the form to be free again', () => form.send(page).isEnabled());
        await mend();
      }
    }
    expect(found).toEqual([]);
  });

  suite.test('of every page: is told in its place, and mended by trying again', async () => {
    const { page } = await ada.open('/bots');
    await settled(page);
    const found: string[] = [];
    for (const [index, [place, path]] of Object.entries(await consolePlaces(ada, bot)).entries()) {
      if (NOTHING_FETCHED.includes(place)) continue;
      const failure = OF_PAGES[index % OF_PAGES.length];
      // A new document: nothing of it is known yet.
      const mend = await failing(page, failure, (method, called) => method === 'GET' && !FRAME.test(called));
      await page.goto(`${suite.home}${path}`);
      const gone = page.getByText('There is nothing here');
      const told = page.getByRole('alert').getByText(failure === 422 ? /is what/ : said(failure));
      await told
        .or(gone)
        .first()
        .waitFor()
        .catch(() => found.push(`${place}, ${failure}: nothing is said`));
      if ((await page.getByRole('navigation', { name: 'Main' }).count()) === 0)
        found.push(`${place}: no way on`);
      await mend();
      if (await gone.isVisible()) continue;
      for (const again = button(page, 'Try again').first(); (await told.count()) > 0;) {
        if ((await again.count()) > 0 && (await again.isEnabled())) await again.click();
      }
    }
    expect(found).toEqual([]);
  });

  suite.test('to answer at all is told after a while, and nothing is done twice', async () => {
    const { page } = await ada.open();
    await page.clock.install();
    await open(page, '/bots/new');
    let held = 0;
    await page.route('**/api/v1/bots', async (route) => {
      if (route.request().method() !== 'POST') return route.fallback();
      held += 1;
      // The server does it, and its answer never comes.
      if (held === 1) await route.fetch();
      else await route.fallback();
    });
    await page.getByLabel('Name').fill('Only once');
    // Somebody in a hurry.
    await page.evaluate(`{
      const button = document.querySelector('main button[type=submit]');
      for (const press of [1, 2, 3]) button.click(press);
    }`);
    await waitFor('the call', () => held === 1);
    await page.clock.fastForward(31_000);
    await page.getByRole('alert').getByText('has not answered in time').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Only once');
    await button(page, 'Create bot').click();
    await page.waitForURL(/\/bots\/[0-9a-f-]{36}$/);
    expect(held).toBe(2);
    expect((await ada.api.get('/bots?q=Only%20once')).body.items).toHaveLength(1);
  });

  suite.test('of the rest of a list: is asked for by the person, not in a loop', async () => {
    for (let number = 0; number < 60; number += 20) {
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          ada.api.post(`/bots/${bot.id}/documents/text`, {
            title: `Note ${number + index}`,
            content: 'Rolls.',
          }),
        ),
      );
    }
    const { page } = await ada.open();
    let asked = 0;
    await page.route(/\/documents\?.*cursor=/, (route) => {
      asked += 1;
      return route.fulfill({ status: 403, json: { code: 'test.failure', status: 403, detail: DETAIL } });
    });
    await open(page, `/bots/${bot.id}/knowledge`);
    const list = page.getByRole('list', { name: 'Knowledge' });
    await list.getByRole('listitem').first().waitFor();
    await page.evaluate('scrollTo(0, document.body.scrollHeight)');
    await page.getByRole('alert').getByText(DETAIL).waitFor();
    await page.evaluate('new Promise((done) => setTimeout(done, 300))');
    expect(asked).toBe(1);
    await page.unrouteAll();
    await button(page, 'Try again').click();
    await page.getByRole('alert').getByText(DETAIL).waitFor({ state: 'hidden' });
    await page.evaluate('scrollTo(0, document.body.scrollHeight)');
    await page.getByText('hours.md').waitFor();
  });

  suite.test('of an answer: keeps what was said before, also over leaving and coming back', async () => {
    suite.model.play({ tokens: ['It opens at 6:30.'] });
    const { page } = await ada.open(`/bots/${bot.id}/playground`);
    const log = page.getByRole('log');
    const field = page.getByPlaceholder('Ask a question');
    const say = async (text: string) => {
      await field.fill(text);
      await page.keyboard.press('Enter');
    };
    await say('First question?');
    await log.getByText('It opens at 6:30.').waitFor();
    const mend = await failing(page, 429, (method, path) => method === 'POST' && path.endsWith('/chat'));
    await say('Second question?');
    await page.getByRole('alert').getByText(DETAIL).waitFor();
    await log.getByText('It opens at 6:30.').waitFor();
    await log.getByText('First question?').waitFor();
    expect(await field.inputValue()).toBe('Second question?');
    await mend();
    suite.model.play({ tokens: ['On Sundays it is closed.'] });
    await button(page, 'Try again').click();
    await log.getByText('On Sundays it is closed.').waitFor();
    expect(await field.inputValue()).toBe('');
    await page.getByRole('link', { name: 'Knowledge' }).click();
    await page.waitForURL(/knowledge$/);
    await page.goBack();
    await log.getByText('On Sundays it is closed.').waitFor();
    expect(await log.getByText('Second question?').count()).toBe(1);
    await log.getByText('It opens at 6:30.').waitFor();
  });

  suite.test('to open because it was deleted elsewhere: the page says so and leads on', async () => {
    const other = await suite.bot(ada);
    const { body: documents } = await ada.api.get(`/bots/${other.id}/documents`);
    const { body: answer } = await ada.api.post(`/bots/${other.id}/chat`, { message: 'When?' });
    const path = `/bots/${other.id}`;
    const { page } = await ada.open(`${path}/knowledge/${documents.items[0].id}`);
    await page.getByText('What was understood').waitFor();
    await ada.api.delete(`/documents/${documents.items[0].id}`).expect(204);
    // It hears of it over the socket.
    await page.getByText('This document has been deleted.').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Knowledge' }).last().click();
    await page.waitForURL(/knowledge$/);
    await go(page, `${path}/conversations/${answer.conversationId}`);
    await page.getByRole('log').waitFor();
    await ada.api.delete(`/conversations/${answer.conversationId}`).expect(204);
    await button(page, 'Archive').click();
    await page
      .getByRole('alert')
      .filter({ hasText: /conversation/i })
      .waitFor();
    await page.reload();
    await page.getByText('There is nothing here').waitFor();
    await go(page, `${path}/settings`);
    await ada.api.delete(`/bots/${other.id}`).expect(204);
    await page.getByLabel('Description').fill('Too late');
    await button(page, 'Save').first().click();
    await page
      .getByText('There is nothing here')
      .or(page.getByRole('alert').filter({ hasText: /bot/i }))
      .first()
      .waitFor();
    await go(page, '/bots/none');
    await page.getByText('There is nothing here').waitFor();
    await page.getByRole('link', { name: 'To your bots' }).click();
    await page
      .getByRole('link', { name: /Bakery helper/ })
      .first()
      .waitFor();
  });

  suite.test('to load as a page without a network leaves the console where it is', async () => {
    const { page } = await ada.open(`/bots/${bot.id}`);
    await settled(page);
    await ada.context.setOffline(true);
    await page.getByRole('link', { name: 'Usage' }).click();
    await page.getByRole('alert').getByText('cannot be reached').waitFor();
    await ada.context.setOffline(false);
    // What was there already and only lacked its figures mends itself.
    const heading = page.getByRole('heading', { name: 'Usage' }).first();
    await button(page, 'Try again').or(heading).first().waitFor();
    if (!(await heading.isVisible())) await button(page, 'Try again').click();
    await heading.waitFor();
    await page.getByText('Answers this month').waitFor();
  });

  suite.test('while somebody goes on typing: what is typed during the saving stays', async () => {
    const { page } = await ada.open(`/bots/${bot.id}/settings`);
    const description = page.getByLabel('Description');
    await description.fill('First');
    let release = () => {};
    const held = new Promise<void>((done) => (release = done));
    await page.route(`**/api/v1/bots/${bot.id}`, async (route) => {
      if (route.request().method() === 'PATCH') await held;
      return route.fallback();
    });
    await button(page, 'Save').first().click();
    await description.fill('First, and more');
    // Meanwhile somebody else changes another thing.
    await ada.api
      .patch(`/bots/${bot.id}`, { config: { fallbackMessage: 'Ask at the counter.' } })
      .expect(200);
    release();
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(await description.inputValue()).toBe('First, and more');
    // Leaving asks, as the rest is not saved.
    const asked = page.waitForEvent('dialog');
    await page.getByRole('link', { name: 'Overview' }).click();
    expect((await asked).message()).toContain('not saved');
    expect(await description.inputValue()).toBe('First, and more');
    await button(page, 'Save').first().click();
    await waitFor('it to be saved', async () => {
      const { body } = await ada.api.get(`/bots/${bot.id}`);
      return body.description === 'First, and more';
    });
    expect(await dialog(page).count()).toBe(0);
  });
});
