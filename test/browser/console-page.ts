import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export const PASSWORD = 'correct horse battery staple';

export const HOURS =
  '# Opening hours\n\nThe bakery opens at 6:30 in the morning from Monday to Saturday. On Sundays it is closed.\n\n' +
  '# Orders\n\nCakes have to be ordered two days ahead. Delivery costs 4 euros within the city.\n';

/** What went wrong on a page although nobody looked: errors, dialogs, requests to other hosts. */
export interface Trouble {
  errors: string[];
  dialogs: string[];
  foreign: string[];
}

/** A page of a browser of its own: own cookies and storage. */
export async function openPage(
  browser: Browser,
  home: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; trouble: Trouble }> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const trouble: Trouble = { errors: [], dialogs: [], foreign: [] };
  page.on('pageerror', (error) => trouble.errors.push(error.message));
  page.on('console', (message) => {
    // The network's own complaints: a refused sign-in is part of some tests.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      trouble.errors.push(message.text());
    }
  });
  page.on('dialog', (dialog) => {
    trouble.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (/^(https?|wss?):$/.test(protocol) && host !== new URL(home).host) trouble.foreign.push(request.url());
  });
  return { page, trouble };
}

let people = 0;

/** Registers somebody new by the sign-up page; ends on the list of bots. */
export async function signUp(page: Page, home: string): Promise<string> {
  const email = `person-${process.pid}-${++people}@example.com`;
  await page.goto(`${home}/sign-up`);
  await page.getByLabel('Your name').fill('Ada Baker');
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL(`${home}/bots`);
  return email;
}

/** Makes a bot; ends on its overview, and gives its id. */
export async function makeBot(page: Page, home: string, name = 'Bakery helper'): Promise<string> {
  await page.goto(`${home}/bots/new`);
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Create bot' }).click();
  await page.waitForURL(/\/bots\/[0-9a-f-]{36}$/);
  return page.url().split('/').at(-1)!;
}

/** Uploads a file on the page of the bot's knowledge and waits until it has been read. */
export async function upload(
  page: Page,
  home: string,
  botId: string,
  name: string,
  text: string,
): Promise<void> {
  await page.goto(`${home}/bots/${botId}/knowledge`);
  await page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await page.getByRole('listitem').filter({ hasText: name }).getByText('Ready').waitFor();
}

/** What an expert for accessibility would call serious or worse, one line each. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
}

/** How far the page sticks out at the side, in pixels. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
