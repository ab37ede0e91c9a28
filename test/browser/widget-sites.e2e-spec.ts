import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import jwt from 'jsonwebtoken';
import type { BrowserContextOptions, Page } from 'playwright-core';

import { ROOT } from '../architecture/source-files.js';
import type { TestBot } from '../factories/bot.factory.js';
import { hashOf, identitySecret } from '../support/visitors.js';
import { waitFor } from '../support/wait-for.js';
import { BrowserSuite, type Person } from './browser-suite.js';
import { openPage } from './console-page.js';
import { button } from './pressing.js';
import { WidgetSite } from './widget-site.js';

jest.setTimeout(90_000);

/** Pages that take things away from scripts, or give them others. */
const SPOILT = `
  delete Crypto.prototype.randomUUID;
  Storage.prototype.setItem = Storage.prototype.getItem = () => { throw new DOMException('no', 'SecurityError') };
  Array.prototype.toJSON = () => 'spoilt';
  Array.prototype.each = function () {};
  window.KyroChatLater = window.KyroChat = { queue: [['open'], ['nothing'], 7] };
  addEventListener('keydown', ({ key, target }) => {
    // As shortcuts of pages do: what is typed into a field is none.
    if (!target.closest('input, textarea')) (window.shortcuts ??= []).push(key);
  });
`;
const SPOILT_STYLES = `
  <base href="https://elsewhere.example/">
  <style>
    * { all: unset }
    div, button, kyrochat-widget { position: static; z-index: 1; direction: rtl; font-size: 40px }
    body { display: block; transform: translateX(0); height: 4000px }
  </style>
`;

describe('the widget, on pages that were not made for it', () => {
  let owner: Person;
  let bot: TestBot;
  const sites: WidgetSite[] = [];
  const suite = new BrowserSuite(async () => {
    owner = await suite.person();
    bot = await suite.bot(owner, { model: 'scripted', suggestedQuestions: ['When do you open?'] });
  });
  afterAll(() => sites.forEach((site) => site.close()));

  async function visit(
    site: Parameters<typeof WidgetSite.open>[1] = {},
    options: BrowserContextOptions = {},
    widget: object = {},
  ) {
    const opened = await WidgetSite.open(suite.app.url, site);
    sites.push(opened);
    await opened.allow(owner, bot, widget);
    const { page, trouble } = await openPage(suite.browser, opened.url, options);
    await page.goto(opened.pageOf(bot));
    return { page, trouble, url: opened.pageOf(bot) };
  }

  const open = (page: Page) => button(page, 'Open the chat').click();
  const log = (page: Page) => page.getByRole('log');
  const ask = async (page: Page, question: string) => {
    await page.getByRole('textbox').fill(question);
    await page.keyboard.press('Enter');
  };

  suite.test(
    'whose styles, scripts and storage are spoilt: it stands where it stands, and works',
    async () => {
      suite.model.play({ tokens: ['It opens **early**.'] });
      const { page, trouble } = await visit({ head: SPOILT_STYLES, script: SPOILT });
      await page.evaluate('scrollTo(0, 2000)');
      // The page has called for it before it was there.
      await page.getByRole('dialog').waitFor();
      const panel = (await page.getByRole('dialog').boundingBox())!;
      expect(panel).toMatchObject({ x: 1440 - 20 - 400, y: 900 - 20 - 72 - 640, width: 400, height: 640 });
      await page.getByRole('textbox').pressSequentially('j');
      await ask(page, 'When does the bakery open?');
      await log(page).locator('strong').getByText('early').waitFor();
      await ask(page, 'And on Sundays?');
      await log(page).locator('strong').nth(1).waitFor();
      expect(await page.evaluate('window.shortcuts')).toBeUndefined();
      // Also without storage, what is asked next belongs to what was asked before.
      expect(suite.model.lastRequest!.messages).toHaveLength(3);
      expect(trouble.errors).toEqual([]);
    },
  );

  suite.test('which accept no HTML but by policies that they name', async () => {
    suite.model.play({ tokens: ['It opens **early**.'] });
    const { url } = suite.app;
    const policy = `default-src 'none'; script-src 'nonce-n1'; connect-src ${url}; require-trusted-types-for 'script'`;
    const { page, trouble } = await visit({
      policy: `${policy}; trusted-types kyrochat`,
      attributes: 'nonce="n1"',
    });
    await open(page);
    await ask(page, 'When does the bakery open?');
    await log(page).locator('strong').getByText('early').waitFor();
    expect(trouble.errors).toEqual([]);
    const { page: strict } = await visit({ policy: `${policy}; trusted-types x`, attributes: 'nonce="n1"' });
    await open(strict);
    await ask(strict, 'When does the bakery open?');
    await log(strict).getByText('It opens **early**.').waitFor();
  });

  suite.test('which name it twice, replace their body, and misuse it', async () => {
    const { page, trouble } = await visit();
    await button(page, 'Open the chat').waitFor();
    await page.evaluate(`
      window.heard = [];
      KyroChat.on('error', ({ code }) => heard.push(code));
      KyroChat.on('open', () => { throw new Error('the page’s own') });
      KyroChat.on('open', () => heard.push('open'));
      KyroChat.on('ready', () => heard.push('ready'));
      KyroChat.on('opened', 7);
      KyroChat.send(7);
      KyroChat.identify('Ada');
      KyroChat.mount({});
      KyroChat.queue.push(['open'], ['nothing']);
      const again = document.createElement('script');
      const { src, dataset } = document.querySelector('script[data-bot]');
      again.src = src;
      again.dataset.bot = dataset.bot;
      document.head.append(again);
      new Promise((done) => (again.onload = done));
    `);
    await page.getByRole('dialog').waitFor();
    await waitFor('the page to have heard', () => page.evaluate<boolean>(`heard.includes('open')`));
    expect(await page.evaluate('heard.join()')).toBe('ready,misused,misused,misused,misused,misused,open');
    expect(trouble.errors).toEqual(['the page’s own']);
    await page.evaluate(`document.body.replaceWith(document.createElement('body'))`);
    await page.getByRole('dialog').waitFor();
    expect(await page.locator('kyrochat-widget').count()).toBe(1);
    expect(await page.evaluate('KyroChat.isOpen()')).toBe(true);
    await page.evaluate(
      `const field = document.createElement('input'); document.body.prepend(field); field.focus()`,
    );
    await page.evaluate('KyroChat.close()');
    // Whoever is elsewhere on the page stays there.
    await page.locator('body > input:focus').waitFor();
  });

  suite.test('whose users sign in and out: nobody sees what another has said', async () => {
    const secret = await identitySecret(owner, bot);
    const user = (id: string) => JSON.stringify({ userId: id, hash: hashOf(id, secret) });
    suite.model.play({ tokens: ['Certainly.'] });
    const { page, url } = await visit({}, {}, { identity: 'optional' });
    const say = async (text: string) => {
      await ask(page, text);
      await button(page, 'Good answer').waitFor();
    };
    await open(page);
    await say('Said by nobody');
    await page.evaluate(`KyroChat.identify(${user('ada')})`);
    await button(page, 'When do you open?').waitFor();
    await say('Said by Ada');
    // Named again, as single-page sites do.
    await page.evaluate(`KyroChat.identify(${user('ada')})`);
    expect(await log(page).getByText('Said by Ada').count()).toBe(1);
    // The next page knows nobody: not even that she has signed out.
    await page.goto(url);
    await log(page).getByText('Said by nobody').waitFor();
    await page.evaluate(`KyroChat.identify(() => Promise.resolve(${user('ada')}))`);
    await log(page).getByText('Said by Ada').waitFor();
    await page.evaluate(`KyroChat.identify(null)`);
    await button(page, 'When do you open?').waitFor();
    expect(await log(page).getByText('Said by').count()).toBe(0);
    await page.goto(url);
    await button(page, 'When do you open?').waitFor();
    // A signature that is no good: the site is told, the visitor need not know.
    await page.evaluate(`
      KyroChat.on('error', ({ code }) => { document.title = code });
      KyroChat.identify({ token: 'over' });
    `);
    await page.getByRole('alert').getByText('not available right now').waitFor();
    expect(await page.title()).toBe('widget.identity_invalid');
  });

  suite.test('which do as the documentation says', async () => {
    const [tag, early] = examples('html');
    const [styles] = examples('css');
    const [onServer, listening, naming] = examples('js', 'process.env', 'KyroChat.on(', 'KyroChat.identify');
    const secret = await identitySecret(owner, bot);
    const { hash, token } = signed(onServer, secret);
    expect(hash).toBe(hashOf('user-4711', secret));
    suite.model.play({ tokens: ['Two days ahead.'] });
    const filled = (text: string) => text.replaceAll('MADE_ON_YOUR_SERVER', hash);
    const { page, trouble, url } = await visit(
      { head: `<style>${styles}</style>${filled(early)}`, attributes: 'data-of-the-site' },
      {},
      { identity: 'required' },
    );
    const shown = await page.locator('script[data-bot]').evaluate((element) => element.outerHTML);
    const { publicKey } = bot;
    const wanted = tag
      .replace('https://chat.example.com', suite.app.url)
      .replace('YOUR_PUBLIC_KEY', publicKey);
    expect(shown.replace(' data-of-the-site=""', '').replace('async=""', 'async')).toBe(wanted.trim());
    const box = (await button(page, 'Open the chat').boundingBox())!;
    expect([1440 - box.x - box.width, 900 - box.y - box.height]).toEqual([32, 80]);
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<button id="help">Help</button>')`);
    await page.evaluate(`(() => {${listening}})()`);
    await button(page, 'Help').click();
    await log(page).getByText('Two days ahead.').waitFor();
    await waitFor('the messages to be told', () => said.length > 1);
    expect(said).toEqual(['user How do I order?', 'assistant Two days ahead.']);
    await page.route('**/chat-token', (route) => route.fulfill({ body: token }));
    // One after another: known by hash, by token, and nobody.
    const [byHash, byToken, nobody] = filled(naming).trim().split('\n');
    await page.evaluate(nobody);
    await button(page, 'Open the chat').waitFor({ state: 'hidden' });
    await page.evaluate(byToken);
    await button(page, 'Open the chat').click();
    await log(page).getByText('How do I order?').waitFor();
    await page.evaluate(byHash);
    await log(page).getByText('How do I order?').waitFor();
    await page.evaluate(`document.body.className = 'checkout'`);
    await button(page, 'Open the chat').waitFor({ state: 'hidden' });
    expect(url).toContain(publicKey);
    expect(trouble.errors).toEqual([]);
  });
});

/** The examples of docs/widget.md in a language, in the order of the words that they hold. */
function examples(language: string, ...words: string[]): string[] {
  const text = readFileSync(join(ROOT, 'docs/widget.md'), 'utf8');
  const found = [...text.matchAll(new RegExp('```' + language + '\\n([^]*?)```', 'g'))].map(
    ([, code]) => code,
  );
  return words.length ? words.map((word) => found.find((code) => code.includes(word))!) : found;
}

/** What the example for servers makes of a user. */
function signed(example: string, secret: string): { hash: string; token: string } {
  const names = [
    'createHmac',
    'jwt',
    'process',
    'user',
    `${example.replace(/^import.*$/gm, '')}; return { hash, token }`,
  ];
  const user = { id: 'user-4711', name: 'Ada', email: 'ada@example.com' };
  const process = { env: { KYROCHAT_IDENTITY_SECRET: secret } };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the documentation's own words are what is tested
  return new Function(...names)(createHmac, jwt, process, user) as { hash: string; token: string };
}
