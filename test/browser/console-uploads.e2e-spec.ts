import type { Page } from 'playwright-core';

import type { TestBot } from '../factories/bot.factory.js';
import { waitFor } from '../support/wait-for.js';
import { BrowserSuite, type Person } from './browser-suite.js';
import { overflow, settled } from './console-page.js';
import { button } from './pressing.js';

jest.setTimeout(90_000);

const NAMES = {
  'right to left': 'דוח שנתי — تقرير.md',
  emoji: '👩🏽‍🍳🥐 recipes.md',
  long: `${'a very long name '.repeat(12)}.md`,
};

describe('uploads and names, in a browser', () => {
  let ada: Person;
  let bot: TestBot;
  const suite = new BrowserSuite(async () => {
    ada = await suite.person('👩🏽‍🍳 שרה Ünal-Featherstonehaugh-Cholmondeley');
    bot = await suite.bot(ada);
  });

  const file = (name: string, text: string) => ({ name, mimeType: '', buffer: Buffer.from(text) });

  async function choose(page: Page, files: ReturnType<typeof file>[]): Promise<void> {
    await page.getByRole('group', { name: 'Drop files here' }).locator('input').setInputFiles(files);
  }

  /** As a person drops things of the desktop on the page, a folder among them. */
  const drop = (page: Page) =>
    page.evaluate(`{
      const file = (name, text) => new File([text], name);
      const entry = (file) => ({ isFile: true, isDirectory: false, name: file.name, fullPath: '/' + file.name, file: (give) => give(file) });
      const item = (file) => ({ kind: 'file', type: '', getAsFile: () => file, webkitGetAsEntry: () => entry(file) });
      const inside = entry(file('in-folder.md', 'Deliveries arrive at noon.'));
      let read = false;
      const folder = {
        isFile: false, isDirectory: true, name: 'folder', fullPath: '/folder',
        createReader: () => ({
          readEntries: (give) => {
            const entries = read ? [] : [inside];
            read = true;
            setTimeout(() => give(entries));
          },
        }),
      };
      const items = [item(file('beside.md', 'Bread is baked at night.')), { kind: 'file', type: '', getAsFile: () => null, webkitGetAsEntry: () => folder }];
      const event = new Event('drop', { bubbles: true, cancelable: true });
      Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'], items, files: [] } });
      document.querySelector('[role=group][aria-label^="Drop files"]').dispatchEvent(event);
    }`);

  const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });
  const uploads = (page: Page) => page.getByRole('region', { name: 'Uploads' });

  suite.test('takes what is dropped, folders too, and says of each file why it is refused', async () => {
    const { page, trouble } = await ada.open(`/bots/${bot.id}/knowledge`);
    await settled(page);
    await drop(page);
    await row(page, 'in-folder.md').getByText('Ready').waitFor();
    await row(page, 'beside.md').getByText('Ready').waitFor();
    await choose(page, [
      file('nothing.md', ''),
      file('program.exe', 'MZ\u0000\u0001\u0002\u0003'),
      file('good.md', 'Rolls cost 40 cents.'),
    ]);
    await row(page, 'good.md').getByText('Ready').waitFor();
    const refused = uploads(page).getByRole('alert');
    await refused.nth(1).waitFor();
    expect(await refused.count()).toBe(2);
    expect((await refused.allInnerTexts()).join('\n')).toMatch(/holds no text[^]*cannot be read/);
    await button(page, 'Dismiss all').click();
    await uploads(page).waitFor({ state: 'hidden' });
    expect(trouble.errors).toEqual([]);
  });

  suite.test(
    'sends a hundred files without a press of a button, though the server asks to go slower',
    async () => {
      const { page } = await ada.open(`/bots/${bot.id}/knowledge`);
      await settled(page);
      let asked = 0;
      await page.route('**/documents', async (route) => {
        if (route.request().method() !== 'POST') return route.fallback();
        asked += 1;
        if (asked === 5) {
          const json = { code: 'limit.exceeded', status: 429, detail: 'Too many requests.' };
          return route.fulfill({ status: 429, headers: { 'retry-after': '1' }, json });
        }
        return route.fulfill({ status: 202, json: { items: [], rejected: [] } });
      });
      await choose(
        page,
        Array.from({ length: 100 }, (_, index) => file(`note-${index}.md`, `Note ${index}`)),
      );
      await uploads(page)
        .getByText(/and \d+ more/)
        .waitFor();
      await uploads(page).waitFor({ state: 'hidden' });
      expect(asked).toBe(101);
    },
  );

  suite.test(
    'asks before files on their way are lost, tells a lost network, and can be called off',
    async () => {
      const { page } = await ada.open(`/bots/${bot.id}/knowledge`);
      await settled(page);
      await page.route('**/documents', (route) =>
        route.request().method() === 'POST' ? new Promise(() => {}) : route.fallback(),
      );
      await choose(page, [file('slow.md', 'Slow.'), file('slower.md', 'Slower.')]);
      const asked = page.waitForEvent('dialog');
      await page.getByRole('heading', { level: 1 }).click();
      await page.close({ runBeforeUnload: true });
      expect((await asked).type()).toBe('beforeunload');
      await button(page, 'Cancel all').click();
      await uploads(page).waitFor({ state: 'hidden' });
      await page.unrouteAll();
      await ada.context.setOffline(true);
      await choose(page, [file('later.md', 'It is sent later.')]);
      await uploads(page).getByRole('alert').getByText('cannot be reached').waitFor();
      await ada.context.setOffline(false);
      await button(page, 'Send later.md again').click();
      await row(page, 'later.md').getByText('Ready').waitFor();
    },
  );

  suite.test('shows names in any writing without harm to what stands beside them', async () => {
    for (const name of Object.values(NAMES)) {
      const text = { title: name.slice(0, 190), content: 'Rolls cost 40 cents.' };
      await ada.api.post(`/bots/${bot.id}/documents/text`, text).expect(202);
    }
    const { body: named } = await ada.api.post('/bots', { name: '🥐👩🏽‍🍳 עוזר' }).expect(201);
    const { page } = await ada.open('/bots');
    await settled(page);
    for (const path of [
      '/bots',
      `/bots/${named.id}/settings`,
      `/bots/${bot.id}/knowledge`,
      '/workspace/members',
    ]) {
      await page.goto(`${suite.home}${path}`);
      await settled(page);
      // Half of an emoji is a sign that nobody can read.
      expect([path, (await page.locator('body').innerText()).includes('\uFFFD')]).toEqual([path, false]);
      expect([path, await page.evaluate<boolean>('document.body.innerText.isWellFormed()')]).toEqual([
        path,
        true,
      ]);
      await page.setViewportSize({ width: 390, height: 844 });
      await waitFor(`${path} to fit`, async () => (await overflow(page)) <= 0);
      await page.setViewportSize({ width: 1440, height: 900 });
    }
  });

  suite.test('reads again what could not be read, at once', async () => {
    const { page } = await ada.open(`/bots/${bot.id}/knowledge`);
    const url = 'https://example.com/later';
    await ada.api.post(`/bots/${bot.id}/documents/url`, { url, title: 'Not there yet' }).expect(202);
    const failed = row(page, 'Not there yet');
    await failed.getByText('Failed').waitFor();
    suite.web.pages.set(url, `<title>Later</title><p>${'The oven is lit at four. '.repeat(20)}</p>`);
    await failed.getByRole('button', { name: /^Read it again: / }).click();
    await failed.getByText('Ready').waitFor();
  });

  suite.test(
    'works where the console is opened over plain HTTP, without what browsers then withhold',
    async () => {
      const { page, trouble } = await ada.open();
      await page.addInitScript(`
      delete Crypto.prototype.randomUUID;
      Object.defineProperty(navigator, 'clipboard', { value: undefined });
      Object.defineProperty(navigator, 'locks', { value: undefined });
    `);
      await page.goto(`${suite.home}/bots/${bot.id}/playground`);
      await page.getByPlaceholder('Ask a question').fill('When does the bakery open?');
      await page.keyboard.press('Enter');
      await page.getByRole('log').getByText('6:30').first().waitFor();
      await page.evaluate(`document.execCommand = () => { window.taken = document.activeElement.value; }`);
      await button(page, 'Copy the answer').first().click();
      expect(await page.evaluate<string>('window.taken')).toContain('6:30');
      expect(trouble.errors).toEqual([]);
    },
  );
});
