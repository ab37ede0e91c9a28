import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { ROOT } from '../architecture/source-files.js';
import { unique } from '../factories/unique.js';
import { waitFor } from '../support/wait-for.js';
import { BrowserSuite } from './browser-suite.js';
import { HOURS, PASSWORD, settled } from './console-page.js';
import { pressUntilFocused, typeInto } from './keyboard.js';

jest.setTimeout(90_000);

const WATCH_SHIFTS = `
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;

describe('the way into the console, in a browser', () => {
  const suite = new BrowserSuite();

  suite.test('leads from signing up to an answer with its source in eight clicks', async () => {
    const { page, trouble } = await suite.visitor();
    let clicks = 0;
    const click = async (role: 'button' | 'link', name: string | RegExp) => {
      clicks += 1;
      await page.getByRole(role, { name }).first().click();
    };
    await page.goto(suite.home);
    await click('link', 'Create an account');
    await page.getByLabel('E-mail').fill(`${unique('walk')}@example.com`);
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await click('button', 'Create account');
    await click('link', 'Create a bot');
    await page.getByLabel('Name').fill('Bakery helper');
    await click('button', 'Create bot');
    await click('link', 'Add knowledge');
    clicks += 1;
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('group', { name: 'Drop files here, or click to choose' }).click(),
    ]);
    await chooser.setFiles({ name: 'hours.md', mimeType: 'text/markdown', buffer: Buffer.from(HOURS) });
    await page.getByRole('listitem').filter({ hasText: 'hours.md' }).getByText('Ready').waitFor();
    await click('link', 'Playground');
    await page.getByPlaceholder('Ask a question').fill('When does the bakery open?');
    await page.keyboard.press('Enter');
    const log = page.getByRole('log');
    await log.getByText('opens at 6:30').waitFor();
    expect(clicks).toBeLessThanOrEqual(8);

    await log
      .getByRole('button', { name: /hours\.md/ })
      .first()
      .click();
    const passage = page.getByRole('dialog', { name: 'hours.md' });
    await passage.getByText('The bakery opens at 6:30 in the morning').waitFor();
    await passage.getByRole('link', { name: 'Open the document' }).click();
    await page.getByRole('heading', { name: 'hours.md' }).waitFor();
    await page.goBack();
    // The address names the conversation, so a reload shows it again.
    await page.reload();
    await page.getByRole('log').getByText('opens at 6:30').waitFor();
    expect(trouble).toEqual({ errors: [], dialogs: [], foreign: [] });
  });

  suite.test('is walked with the keyboard alone, from signing up to an answer and its source', async () => {
    const { page, trouble } = await suite.visitor();
    const link = (name: string) => page.getByRole('link', { name }).first();
    const press = async (target: ReturnType<typeof link>) => {
      await pressUntilFocused(page, target);
      await page.keyboard.press('Enter');
    };
    await page.goto(suite.home);
    await press(link('Create an account'));
    await typeInto(page, page.getByLabel('E-mail'), `${unique('keys')}@example.com`);
    await typeInto(page, page.getByRole('textbox', { name: 'Password' }), PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/bots$/);
    await settled(page);
    // Who does not want to pass the navigation on every page skips it.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await press(link('Create a bot'));
    await typeInto(page, page.getByLabel('Name'), 'Bakery helper');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/bots\/[0-9a-f-]{36}$/);
    await press(link('Add knowledge'));
    await pressUntilFocused(page, page.getByRole('group', { name: 'Drop files here, or click to choose' }));
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
    await chooser.setFiles({ name: 'hours.md', mimeType: 'text/markdown', buffer: Buffer.from(HOURS) });
    await page.getByRole('listitem').filter({ hasText: 'hours.md' }).getByText('Ready').waitFor();
    await press(link('Playground'));
    await typeInto(page, page.getByPlaceholder('Ask a question'), 'When does the bakery open?');
    await page.keyboard.press('Enter');
    const log = page.getByRole('log');
    await log.getByText('opens at 6:30').waitFor();
    const source = log.getByRole('button', { name: /hours\.md/ }).first();
    await pressUntilFocused(page, source, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'hours.md' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'hours.md' }).waitFor({ state: 'hidden' });
    // Where one was is where one goes on.
    await source.and(page.locator(':focus')).waitFor();
    expect(trouble).toEqual({ errors: [], dialogs: [], foreign: [] });
  });

  suite.test('loads little at first, and moves nothing that is on the page already', async () => {
    const { page } = await suite.visitor();
    const scripts = new Set<string>();
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith('/assets/')) scripts.add(pathname);
    });
    await page.addInitScript(WATCH_SHIFTS);
    await page.goto(`${suite.home}/sign-in`, { waitUntil: 'networkidle' });
    const folder = join(ROOT, 'web/dist/console');
    const bytes = [...scripts].map((path) => gzipSync(readFileSync(join(folder, path))).length);
    expect(bytes.length).toBeGreaterThan(3);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(250 * 1024);
    expect(await page.evaluate<number>('window.shift')).toBeLessThanOrEqual(0.05);
    const ada = await suite.person();
    const { page: hers } = await ada.open();
    await hers.addInitScript(WATCH_SHIFTS);
    await hers.goto(`${suite.home}/bots`, { waitUntil: 'networkidle' });
    await hers.getByRole('link', { name: 'Create a bot' }).waitFor();
    expect(await hers.evaluate<number>('window.shift')).toBeLessThanOrEqual(0.05);
  });

  suite.test('keeps the tab of the page in sight on a phone', async () => {
    const ada = await suite.person();
    const { id } = await suite.bot(ada);
    const { page } = await ada.open(`/bots/${id}`);
    await page.setViewportSize({ width: 390, height: 844 });
    for (const name of ['Settings', 'Overview', 'Conversations']) {
      const tab = page.getByRole('navigation', { name: 'Bakery helper' }).getByRole('link', { name });
      await tab.click();
      await tab.and(page.locator('[aria-current=page]')).waitFor();
      const inSight = async () => {
        const box = await tab.boundingBox();
        return box !== null && box.x >= 0 && box.x + box.width <= 390;
      };
      await waitFor(`${name} to be in sight`, inSight);
    }
  });

  suite.test('says what is wrong with a sign-in and keeps what was typed', async () => {
    const { page } = await suite.visitor();
    await page.goto(`${suite.home}/sign-in`);
    await page.getByLabel('E-mail').fill('nobody@example.com');
    await page.getByRole('textbox', { name: 'Password' }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page
      .getByRole('alert')
      .getByText(/password/i)
      .waitFor();
    expect(await page.getByLabel('E-mail').inputValue()).toBe('nobody@example.com');
  });

  suite.test(
    'asks to sign in when the session is over, in every tab, and returns to the same place',
    async () => {
      const ada = await suite.person();
      const { body: bot } = await ada.api.post('/bots', { name: 'Bakery helper' }).expect(201);
      const { page: other } = await ada.open(`/bots/${bot.id}/knowledge`);
      await other.getByText('Drop files here').waitFor();
      const { page } = await ada.open('/bots');
      await page.getByRole('button', { name: 'Your account' }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await page.waitForURL(/\/sign-in/);
      await other.waitForURL(/\/sign-in\?next=/);
      await other.getByLabel('E-mail').fill(ada.email);
      await other.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
      await other.getByRole('button', { name: 'Sign in' }).click();
      await other.waitForURL(`${suite.home}/bots/${bot.id}/knowledge`);
    },
  );

  suite.test('never follows an address to somewhere else after the sign-in', async () => {
    const ada = await suite.person();
    const { page, trouble } = await ada.open();
    for (const next of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      await ada.context.clearCookies();
      await page.goto(`${suite.home}/sign-in?next=${encodeURIComponent(next)}`);
      await page.getByLabel('E-mail').fill(ada.email);
      await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL(`${suite.home}/bots`);
    }
    expect(trouble.foreign).toEqual([]);
    expect(trouble.dialogs).toEqual([]);
  });

  suite.test(
    'keeps what was typed in a form when the server is away, and sends it when it is back',
    async () => {
      const ada = await suite.person();
      const { page } = await ada.open('/bots/new');
      await page.getByLabel('Name').fill('Bakery helper');
      await suite.withoutNetwork(page, async () => {
        await page.getByRole('button', { name: 'Create bot' }).click();
        await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
        expect(await page.getByLabel('Name').inputValue()).toBe('Bakery helper');
      });
      await page.getByRole('button', { name: 'Create bot' }).click();
      await page.waitForURL(/\/bots\/[0-9a-f-]{36}$/);
    },
  );
});
