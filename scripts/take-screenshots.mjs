/**
 * Takes the pictures of docs/images: signs up on a running server, makes a bot of the examples and walks through the
 * console. `node scripts/take-screenshots.mjs http://localhost:3000`; needs a Chromium (on PATH, or named by CHROMIUM).
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

const home = process.argv[2] ?? 'http://localhost:3000';
const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs', 'images');
const EXAMPLES = ['nordlicht-battery-handbook.pdf', 'harbour-view-staff-handbook.docx'];

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
const page = await context.newPage();

/** The same place at three looks: wide and light, wide and dark, on a phone. */
async function take(name) {
  const looks = [
    [name, 1280, 'light'],
    [`${name}-dark`, 1280, 'dark'],
    [`${name}-phone`, 390, 'light'],
  ];
  for (const [file, width, colorScheme] of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(folder, `${file}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 800 });
}

try {
  await page.goto(`${home}/sign-up`);
  await take('sign-up');
  await page.getByLabel('Your name').fill('Ada Lind');
  await page.getByLabel('E-mail').fill(`ada-${Date.now()}@example.com`);
  await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL(`${home}/bots`);
  await page.getByRole('button', { name: 'Close' }).click();
  await page.goto(`${home}/bots/new`);
  await page.getByLabel('Name').waitFor();
  await take('new-bot');
  await page.getByLabel('Name').fill('Handbook');
  await page.getByRole('button', { name: 'Create bot' }).click();
  await page.waitForURL(/\/bots\/[0-9a-f-]{36}$/);
  const bot = page.url();
  await take('overview');
  await page.goto(`${bot}/knowledge`);
  await page.locator('input[type=file]').setInputFiles(EXAMPLES.map((name) => join(root, 'examples', name)));
  for (const name of EXAMPLES) {
    await page.getByRole('listitem').filter({ hasText: name }).getByText('Ready').waitFor();
  }
  await take('knowledge');
  await page.goto(`${bot}/playground`);
  await page
    .getByPlaceholder('Ask a question')
    .fill('How long do I wait after I switch off the DC isolator?');
  await page.keyboard.press('Enter');
  await page
    .getByRole('button', { name: /handbook\.pdf/ })
    .first()
    .click();
  // Each page of the original is drawn for itself.
  await page.getByRole('dialog').locator('canvas').waitFor();
  await page.getByRole('dialog').locator('.mantine-Loader-root').waitFor({ state: 'hidden' });
  await take('playground');
  const conversation = new URL(page.url()).searchParams.get('conversation');
  await page.goto(`${bot}/conversations/${conversation}`);
  await page
    .getByRole('log')
    .getByRole('button', { name: /handbook\.pdf/ })
    .first()
    .waitFor();
  await take('conversation');
  await page.goto(`${bot}/knowledge`);
  await page.getByRole('link', { name: EXAMPLES[0] }).click();
  await page.getByText('What was understood').waitFor();
  await page.waitForLoadState('networkidle');
  await take('document');
  await page.goto(`${bot}/widget`);
  await page.getByRole('dialog').waitFor();
  await take('widget');
  for (const [path, name] of [
    ['/bots', 'bots'],
    [`${new URL(bot).pathname}/conversations`, 'conversations'],
    [`${new URL(bot).pathname}/settings`, 'settings'],
    ['/workspace/members', 'members'],
    ['/workspace/api-keys', 'api-keys'],
    ['/workspace/usage', 'usage'],
    ['/workspace/audit-log', 'audit-log'],
    ['/workspace/settings', 'workspace-settings'],
    ['/account', 'profile'],
    ['/account/security', 'security'],
    ['/account/sessions', 'sessions'],
  ]) {
    await page.goto(home + path);
    await page.waitForLoadState('networkidle');
    await take(name);
  }
} finally {
  await browser.close();
}
