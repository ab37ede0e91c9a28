import type { Browser } from 'playwright-core';

import { Guide } from '../../src/sample/application/ports/guide.port.js';
import { startBrowser } from '../support/browser.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { openPage, PASSWORD, seriousFindings } from './console-page.js';

jest.setTimeout(60_000);

const PAGES = [
  {
    title: 'Uploads',
    content: '# Uploads\n\nYou can upload PDF, Word, Excel, CSV, HTML, Markdown and plain text.',
  },
];

describe('a fresh installation, in a browser', () => {
  let browser: Browser | null;
  let app: TestApp;
  let home: string;

  beforeAll(async () => {
    browser = await startBrowser();
    if (!browser) return;
    app = await startTestApp({
      env: { SAMPLE_BOT: 'on' },
      override: (builder) =>
        builder.overrideProvider(Guide).useValue({ pages: () => Promise.resolve(PAGES) }),
    });
    home = app.url.replace('127.0.0.1', 'localhost');
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  const inBrowser = (name: string, test: (open: Browser) => Promise<void>) =>
    it(name, async () => {
      if (browser) await test(browser);
    });

  inBrowser(
    'offers a bot to try, gives it to the first who registers, and forgets it once deleted',
    async (open) => {
      const { page, trouble } = await openPage(open, home);
      await page.goto(home);
      await page.getByRole('link', { name: 'Try the sample bot' }).click();
      await page.waitForURL(/\/demo\/[\w-]{24}$/);
      await page.goBack();
      await page.getByRole('link', { name: 'Create an account' }).click();
      await page.getByLabel('E-mail').fill('first@example.com');
      await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Create account' }).click();
      await page.getByText('Sample', { exact: true }).waitFor();
      await page.getByRole('heading', { name: 'Now create your own bot' }).waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await page.getByRole('link', { name: /KyroChat guide/ }).click();
      await page.getByText('This is the sample bot').waitFor();
      await page.getByRole('button', { name: 'Delete sample' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Delete sample' }).click();
      await page.getByRole('heading', { name: 'Create your first bot' }).waitFor();
      await page.reload();
      await page.getByRole('heading', { name: 'Create your first bot' }).waitFor();
      expect(await page.getByText('KyroChat guide').count()).toBe(0);
      expect(trouble).toEqual({ errors: [], dialogs: [], foreign: [] });
    },
  );

  inBrowser('speaks the language of the account, whatever the browser has spoken before', async (open) => {
    const { page } = await openPage(open, home);
    const account = { email: 'franzi@example.com', password: PASSWORD };
    await fetch(`${app.url}/api/v1/auth/register`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Accept-Language': 'de' },
      body: JSON.stringify(account),
    });
    await page.goto(`${home}/sign-in`);
    await page.getByLabel('E-mail').fill(account.email);
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    expect(await page.getByRole('link', { name: 'Try the sample bot' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Legen Sie Ihren ersten Bot an' }).waitFor();
    expect(await page.evaluate<string>('document.documentElement.lang')).toBe('de');
    await page.goto(`${home}/account/sessions`);
    await page.getByText('Chrome · Linux').first().waitFor();
    await page.reload();
    await page.getByText('Chrome · Linux').first().waitFor();
    expect(await page.evaluate<string>('document.documentElement.lang')).toBe('de');
  });
});
