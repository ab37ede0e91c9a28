import PdfDocument from 'pdfkit';
import type { Browser, Page } from 'playwright-core';

import { createBot, type TestBot } from '../factories/bot.factory.js';
import { ApiClient } from '../support/api-client.js';
import { startBrowser } from '../support/browser.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';
import { openPage, overflow, PASSWORD, seriousFindings, type Trouble } from './console-page.js';

jest.setTimeout(90_000);

const RULE = 'The kiln must cool for nineteen hours before its door is opened by anybody.';
const NOTES = `# Glazes\n\nThe blue glaze contains cobalt and is fired at 1240 degrees.\n\n${'Clay is stored in the cellar. '.repeat(60)}\n\n# Visitors\n\nThe workshop welcomes visitors on the first Saturday of each month. <img src=x onerror="alert(1)">\n`;

/** Three pages; the second has the rule, and everything with which a PDF can act. */
function hostilePdf(): Promise<Buffer> {
  const pdf = new PdfDocument({ size: 'A4' });
  pdf.text('A handbook of the pottery. Safety comes first.');
  pdf.addPage().fontSize(18).text('Firing');
  pdf.fontSize(11).text(`What follows is binding. ${RULE} Whoever is in doubt asks the master potter.`);
  pdf.text('Click here', { link: 'https://evil.example/' });
  // Neither in the file nor on every computer.
  pdf.font('Symbol').text('abc').font('Helvetica');
  pdf.initForm();
  pdf.formText('name', 100, 400, 200, 20, { value: 'typed' });
  const run = (code: string) => pdf.ref({ S: 'JavaScript', JS: new String(code) });
  const opened = run('app.alert("opened"); app.launchURL("https://evil.example/")');
  opened.end({});
  const { _root } = pdf as unknown as { _root: { data: Record<string, unknown> } };
  _root.data.OpenAction = opened;
  pdf.addPage().text('The end of the handbook.');
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    pdf.end();
  });
}

describe('the original of a document, in a browser', () => {
  let browser: Browser | null;
  let app: TestApp;
  let home: string;
  let api: ApiClient;
  let bot: TestBot;
  let page: Page;
  let trouble: Trouble;

  beforeAll(async () => {
    browser = await startBrowser();
    if (!browser) return;
    app = await startTestApp();
    home = app.url.replace('127.0.0.1', 'localhost');
    ({ page, trouble } = await openPage(browser, home));
    const account = { email: 'potter@example.com', password: PASSWORD, name: 'Ada Potter' };
    // The browser's own request keeps the cookie.
    const answer = await page.context().request.post(`${home}/api/v1/auth/register`, { data: account });
    api = new ApiClient(app.url, (await answer.json()).accessToken);
    bot = await createBot(api, { name: 'Pottery' });
    await api
      .post(`/bots/${bot.id}/documents`)
      .attach('files', await hostilePdf(), 'pottery.pdf')
      .attach('files', Buffer.from(NOTES), 'notes.md')
      .expect(202);
    await waitFor('the documents to be read', async () => {
      const { body } = await api.get(`/bots/${bot.id}`);
      return body.documents.ready === 2;
    });
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  const inBrowser = (name: string, test: () => Promise<void>) =>
    it(name, async () => {
      if (browser) await test();
    });
  const drawer = (name: string) => page.getByRole('dialog', { name });
  const ask = async (question: string, source: RegExp) => {
    await page.getByPlaceholder('Ask a question').fill(question);
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByRole('button', { name: source }).last().click();
  };
  const marked = async (name: string) => {
    await drawer(name).locator('mark').first().waitFor();
    return (await drawer(name).locator('mark').allTextContents()).join(' ').replace(/\s+/g, ' ');
  };

  inBrowser('a citation opens the page of the PDF, with the words marked', async () => {
    const fetched: string[] = [];
    page.on('response', (response) =>
      fetched.push(`${response.status()} ${new URL(response.url()).pathname}`),
    );
    await page.goto(`${home}/bots/${bot.id}/playground`);
    await page.getByPlaceholder('Ask a question').waitFor();
    expect(fetched.filter((path) => path.includes('pdf'))).toEqual([]);
    await ask('How long must the kiln cool before its door is opened?', /pottery\.pdf/);
    expect(await marked('pottery.pdf')).toContain(RULE);
    await drawer('pottery.pdf').getByText('Page 2 of 3').waitFor();
    // What the file leaves to its reader comes from here.
    const font = fetched.find((path) => path.includes('/standard_fonts/'));
    expect(font).toMatch(/^200 \/assets\/pdfjs-[\d.]+\/standard_fonts\/FoxitSymbol\.pfb$/);
    const maps = `${home}${font?.slice(4).replace(/standard_fonts.*/, 'cmaps/UniGB-UCS2-H.bcmap')}`;
    expect((await fetch(maps)).headers.get('cache-control')).toContain('immutable');
    expect(fetched.filter((path) => path.startsWith('4') && !path.includes('/api/'))).toEqual([]);
    const { width, height } = await page.evaluate<{ width: number; height: number }>(
      `(({ width, height }) => ({ width, height }))(document.querySelector('[role=dialog] canvas'))`,
    );
    expect(height / width).toBeCloseTo(842 / 595, 1);
    // The marks lie over the words of the picture: on the left half of an A4 page, in its upper third.
    const mark = (await drawer('pottery.pdf').locator('mark').first().boundingBox())!;
    const canvas = (await drawer('pottery.pdf').locator('canvas').boundingBox())!;
    expect(mark.y - canvas.y).toBeGreaterThan(canvas.height * 0.08);
    expect(mark.y - canvas.y).toBeLessThan(canvas.height * 0.25);
    expect(await seriousFindings(page)).toEqual([]);
  });

  inBrowser('nothing of a PDF can act: no link, no form, no script', async () => {
    const sheet = drawer('pottery.pdf').getByRole('region');
    expect(await sheet.locator('a, input, button, iframe, object, embed, script').count()).toBe(0);
    await sheet.getByText('Click here').click({ force: true });
    expect(page.url()).toContain('/playground');
    expect(page.context().pages()).toHaveLength(1);
    expect(trouble).toEqual({ errors: [], dialogs: [], foreign: [] });
  });

  inBrowser('one leafs through it, enlarges it, and reads it on a phone', async () => {
    const original = drawer('pottery.pdf');
    await original.getByRole('button', { name: 'Next page' }).click();
    await original.getByText('The end of the handbook.').waitFor();
    expect(await original.getByRole('button', { name: 'Next page' }).isDisabled()).toBe(true);
    expect(await original.locator('mark').count()).toBe(0);
    await original.getByRole('button', { name: 'Previous page' }).click();
    expect(await marked('pottery.pdf')).toContain(RULE);
    await page.setViewportSize({ width: 390, height: 844 });
    await waitFor('the page to fit', async () => {
      const box = await original.locator('canvas').boundingBox();
      return box && box.width > 300 && box.width <= 390;
    });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await original.getByRole('button', { name: 'Larger' }).click();
    await waitFor('the page to be larger', async () => {
      const box = await original.locator('canvas').boundingBox();
      return box && box.width > 450;
    });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.keyboard.press('Escape');
  });

  inBrowser('a citation opens a text at its passage, which is inert', async () => {
    await ask('When does the workshop welcome visitors?', /notes\.md/);
    expect(await marked('notes.md')).toContain('welcomes visitors on the first Saturday of each month.');
    const text = await drawer('notes.md').textContent();
    expect(text).toContain('Clay is stored in the cellar.');
    expect(await drawer('notes.md').locator('img').count()).toBe(0);
    expect(await drawer('notes.md').locator('mark').first().isVisible()).toBe(true);
    expect(await seriousFindings(page)).toEqual([]);
  });

  inBrowser('each passage of a document leads to its place in the original', async () => {
    await drawer('notes.md').getByRole('link', { name: 'Open the document' }).click();
    await page.getByRole('button', { name: 'Show in the original' }).first().click();
    expect(await marked('notes.md')).toContain('The blue glaze contains cobalt');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Show the original' }).click();
    await drawer('notes.md').getByText('Clay is stored in the cellar.').first().waitFor();
    expect(await drawer('notes.md').locator('mark').count()).toBe(0);
    await page.keyboard.press('Escape');
  });

  inBrowser('the source of an old answer says when its document is gone, and keeps the words', async () => {
    const { body } = await api.get(`/bots/${bot.id}/documents`);
    const pdf = body.items.find(({ title }: { title: string }) => title === 'pottery.pdf');
    await api.delete(`/documents/${pdf.id}`).expect(204);
    const conversations = await api.get(`/bots/${bot.id}/conversations`);
    await page.goto(`${home}/bots/${bot.id}/conversations/${conversations.body.items[0].id}`);
    await page
      .getByRole('log')
      .getByRole('button', { name: /pottery\.pdf/ })
      .first()
      .click();
    await drawer('pottery.pdf').getByText('This document has been deleted.').waitFor();
    await drawer('pottery.pdf').getByText(RULE).waitFor();
    expect(trouble).toEqual({ errors: [], dialogs: [], foreign: [] });
  });
});
