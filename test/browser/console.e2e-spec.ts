import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import type { Browser } from 'playwright-core';

import { ChatModels } from '../../src/ai/index.js';
import { ROOT } from '../architecture/source-files.js';
import { ScriptedChatModel } from '../fakes/scripted-chat-model.mjs';
import { startBrowser } from '../support/browser.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import {
  HOURS,
  makeBot,
  openPage,
  overflow,
  PASSWORD,
  seriousFindings,
  signUp,
  upload,
} from './console-page.js';
import { XSS } from './xss.js';

jest.setTimeout(90_000);

describe('the console, in a browser', () => {
  let browser: Browser | null;
  let app: TestApp;
  let home: string;
  const model = new ScriptedChatModel();

  beforeAll(async () => {
    browser = await startBrowser();
    if (!browser) return;
    app = await startTestApp();
    home = app.url.replace('127.0.0.1', 'localhost');
    app.app.get(ChatModels).register(model.provider('scripted'));
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  /** Runs only with a browser; `startBrowser` has said so when there is none. */
  const inBrowser = (name: string, test: (open: Browser) => Promise<void>) =>
    it(name, async () => {
      if (browser) await test(browser);
    });

  inBrowser('leads from signing up to an answer with its source in eight clicks', async (open) => {
    const { page, trouble } = await openPage(open, home);
    let clicks = 0;
    const click = async (role: 'button' | 'link', name: string | RegExp) => {
      clicks += 1;
      await page.getByRole(role, { name }).first().click();
    };
    await page.goto(home);
    await click('link', 'Create an account');
    await page.getByLabel('E-mail').fill('walk@example.com');
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

  inBrowser('loads little at first, and moves nothing that is on the page already', async (open) => {
    const { page } = await openPage(open, home);
    const scripts = new Set<string>();
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith('/assets/')) scripts.add(pathname);
    });
    await page.addInitScript(`
      window.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    `);
    await page.goto(home);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await page.waitForLoadState('networkidle');
    const folder = join(ROOT, 'web/dist/console');
    const bytes = [...scripts].map((path) => gzipSync(readFileSync(join(folder, path))).length);
    expect(bytes.length).toBeGreaterThan(3);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(250 * 1024);
    expect(await page.evaluate<number>('window.shift')).toBeLessThanOrEqual(0.05);
    await signUp(page, home);
    await page.waitForLoadState('networkidle');
    expect(await page.evaluate<number>('window.shift')).toBeLessThanOrEqual(0.05);
  });

  inBrowser('says what is wrong with a sign-in and keeps what was typed', async (open) => {
    const { page } = await openPage(open, home);
    await page.goto(`${home}/sign-in`);
    await page.getByLabel('E-mail').fill('nobody@example.com');
    await page.getByRole('textbox', { name: 'Password' }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page
      .getByRole('alert')
      .getByText(/password/i)
      .waitFor();
    expect(await page.getByLabel('E-mail').inputValue()).toBe('nobody@example.com');
  });

  inBrowser(
    'asks to sign in when the session is over, in every tab, and returns to the same place',
    async (open) => {
      const { page } = await openPage(open, home);
      const email = await signUp(page, home);
      const botId = await makeBot(page, home);
      const other = await page.context().newPage();
      await other.goto(`${home}/bots/${botId}/knowledge`);
      await other.getByText('Drop files here').waitFor();
      await page.getByRole('button', { name: 'Your account' }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await page.waitForURL(/\/sign-in/);
      await other.waitForURL(/\/sign-in\?next=/);
      await other.getByLabel('E-mail').fill(email);
      await other.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
      await other.getByRole('button', { name: 'Sign in' }).click();
      await other.waitForURL(`${home}/bots/${botId}/knowledge`);
    },
  );

  inBrowser('never follows an address to somewhere else after the sign-in', async (open) => {
    const { page, trouble } = await openPage(open, home);
    const email = await signUp(page, home);
    await page.context().clearCookies();
    for (const next of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      await page.goto(`${home}/sign-in?next=${encodeURIComponent(next)}`);
      await page.getByLabel('E-mail').fill(email);
      await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL(`${home}/bots`);
    }
    expect(trouble.foreign).toEqual([]);
    expect(trouble.dialogs).toEqual([]);
  });

  inBrowser(
    'goes on with an answer after the network was away, without losing or repeating a word',
    async (open) => {
      const { page } = await openPage(open, home);
      await signUp(page, home);
      const botId = await makeBot(page, home);
      await upload(page, home, botId, 'hours.md', HOURS);
      const words = Array.from({ length: 60 }, (_, index) => `word${index} `);
      model.play({ tokens: words, tokensPerSecond: 20 });
      await useModel(page, botId);
      await page.goto(`${home}/bots/${botId}/playground`);
      await page.getByPlaceholder('Ask a question').fill('When does the bakery open?');
      await page.keyboard.press('Enter');
      const log = page.getByRole('log');
      await log.getByText('word5').waitFor();
      await page.context().setOffline(true);
      await page.waitForTimeout(700);
      await page.context().setOffline(false);
      await log.getByText('word59').waitFor();
      const answer = await log.innerText();
      expect(answer.match(/word\d+/g)).toEqual(words.map((word) => word.trim()));
    },
  );

  inBrowser('goes on with an answer after a reload in the middle of it', async (open) => {
    const { page } = await openPage(open, home);
    await signUp(page, home);
    const botId = await makeBot(page, home);
    await upload(page, home, botId, 'hours.md', HOURS);
    const words = Array.from({ length: 60 }, (_, index) => `word${index} `);
    model.play({ tokens: words, tokensPerSecond: 20 });
    await useModel(page, botId);
    await page.goto(`${home}/bots/${botId}/playground`);
    await page.getByPlaceholder('Ask a question').fill('When does the bakery open?');
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText('word5').waitFor();
    await page.reload();
    await page.getByRole('log').getByText('word59').waitFor();
    expect((await page.getByRole('log').innerText()).match(/word\d+/g)).toEqual(
      words.map((word) => word.trim()),
    );
  });

  inBrowser('stops an answer', async (open) => {
    const { page } = await openPage(open, home);
    await signUp(page, home);
    const botId = await makeBot(page, home);
    await upload(page, home, botId, 'hours.md', HOURS);
    model.play({ tokens: 400, tokensPerSecond: 20 });
    await useModel(page, botId);
    await page.goto(`${home}/bots/${botId}/playground`);
    await page.getByPlaceholder('Ask a question').fill('When does the bakery open?');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('log').getByText('Stopped').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).waitFor();
  });

  inBrowser('shows what an answer holds and runs none of it', async (open) => {
    const { page, trouble } = await openPage(open, home);
    await signUp(page, home);
    const botId = await makeBot(page, home);
    await upload(page, home, botId, 'hours.md', HOURS);
    model.play({ tokens: [XSS.join('\n\n'), '\n\nthe end'] });
    await useModel(page, botId);
    await page.goto(`${home}/bots/${botId}/playground`);
    await page.getByPlaceholder('Ask a question').fill(`${XSS[0]} When does the bakery open?`);
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText('the end').waitFor();
    await page.waitForTimeout(500);
    const links = await page.getByRole('log').locator('a').all();
    for (const link of links) {
      expect(await link.getAttribute('href')).toMatch(/^(https?:|mailto:|$)/);
      expect(await link.getAttribute('rel')).toContain('noopener');
    }
    expect(
      await page.getByRole('log').locator('img, iframe, script, object, form, input, svg[onload]').count(),
    ).toBe(0);
    expect(trouble).toEqual({ errors: [], dialogs: [], foreign: [] });
  });

  inBrowser(
    'has no serious fault of accessibility, in light and dark, on a phone and a wide screen',
    async (open) => {
      const { page } = await openPage(open, home);
      const found: string[] = [];
      const check = async (place: string) => {
        for (const [colorScheme, width] of LOOKS) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          await page.setViewportSize({ width, height: 900 });
          await page.waitForTimeout(100);
          const findings = await seriousFindings(page);
          found.push(...findings.map((line) => `${place} ${colorScheme} ${width}: ${line}`));
          const out = await overflow(page);
          if (out > 0) found.push(`${place} ${width}: sticks out by ${out} pixels`);
        }
      };
      await page.goto(`${home}/sign-in`);
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
      await check('sign-in');
      await signUp(page, home);
      await check('no bots');
      const botId = await makeBot(page, home);
      await check('overview');
      await upload(page, home, botId, 'hours.md', HOURS);
      await check('knowledge');
      await page.getByRole('link', { name: 'hours.md' }).click();
      await page.getByText('What was understood').waitFor();
      await check('document');
      await page.goto(`${home}/bots/${botId}/playground`);
      await page.getByPlaceholder('Ask a question').fill('When does the bakery open?');
      await page.keyboard.press('Enter');
      await page.getByRole('log').getByText('opens at 6:30').waitFor();
      await check('playground');
      await page.goto(`${home}/bots/${botId}/conversations`);
      await page.getByRole('cell', { name: 'When does the bakery open?' }).waitFor();
      await check('conversations');
      await page.goto(`${home}/bots/${botId}/settings`);
      await page.getByRole('button', { name: 'Delete bot' }).waitFor();
      await check('settings');
      expect(found).toEqual([]);
    },
  );

  /** Has the bot answer by the scripted model, as its settings page would. */
  async function useModel(page: import('playwright-core').Page, botId: string): Promise<void> {
    await page.goto(`${home}/bots/${botId}/settings`);
    await page.getByLabel('Model', { exact: true }).fill('scripted');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
  }
});

const LOOKS = [
  ['light', 390],
  ['dark', 1440],
] as const;
