import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

import { ROOT } from '../architecture/source-files.js';
import { waitFor } from '../support/wait-for.js';

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

/** A browser of its own: own cookies and storage. Without animations, unless they are asked for. */
export function newContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const look = { viewport: { width: 1440, height: 900 }, locale: 'en-GB', reducedMotion: 'reduce' as const };
  return browser.newContext({ ...look, ...options });
}

/** A page of a browser of its own. */
export async function openPage(
  browser: Browser,
  home: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; trouble: Trouble }> {
  return watched(await newContext(browser, options), home);
}

/** Another page of a browser, with an eye on what goes wrong in it. */
export async function watched(
  context: BrowserContext,
  home: string,
): Promise<{ page: Page; trouble: Trouble }> {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const trouble: Trouble = { errors: [], dialogs: [], foreign: [] };
  // A file chooser is caught from the beginning: asked for as late as the key that opens it, the browser may hear of the
  // key first, and opens a window that nobody sees.
  page.on('filechooser', () => undefined);
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

const LOADING = '[role=status] .mantine-Loader-root, .mantine-Skeleton-root';

/** Goes to another page of the console as its links do, without loading it anew, and waits until it is there. */
export async function go(page: Page, path: string): Promise<void> {
  const to = JSON.stringify(path);
  await page.evaluate(
    `if (location.pathname + location.search !== ${to}) { document.title = ''; history.pushState({}, '', ${to}) }`,
  );
  await settled(page);
}

/** Waits until the page of the console is there: named, and with nothing that is still being loaded. */
export async function settled(page: Page): Promise<void> {
  await waitFor('the page to be there', () =>
    page.evaluate<boolean>(
      `document.title !== '' && document.querySelector('h1') !== null && !document.querySelector('${LOADING}')`,
    ),
  );
}

/** Moderate for axe; for somebody who walks by headings they are the way through a page. */
const WAYS_THROUGH = ['page-has-heading-one', 'heading-order', 'landmark-one-main', 'empty-heading'];

/** It comes with @axe-core/playwright, whose own builder puts it into the page anew for each look. */
const axe = readFileSync(join(ROOT, 'node_modules/axe-core/axe.min.js'), 'utf8');

/** Colours that are on their way to others are none of those that people read by. */
const STILL = `
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))).then(() =>
    Promise.allSettled(
      document.getAnimations().filter((one) => one instanceof CSSTransition).map(({ finished }) => finished),
    ).then(() => undefined),
  )
`;

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string; failureSummary: string }[];
}

/** What an expert for accessibility would call serious or worse, one line each; by all rules, or by those named. */
export async function seriousFindings(page: Page, rules?: string[]): Promise<string[]> {
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(axe);
  await page.evaluate(STILL);
  const options = { resultTypes: ['violations'], selectors: false, ...(rules && { runOnly: rules }) };
  const violations = await page.evaluate<Violation[]>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return violations
    .filter(({ id, impact }) => impact === 'serious' || impact === 'critical' || WAYS_THROUGH.includes(id))
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
}

/** How far the page sticks out at the side, in pixels. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
