import type { Page } from 'playwright-core';

import { createBot, type TestBot } from '../factories/bot.factory.js';
import { BrowserSuite, type Person } from './browser-suite.js';
import { go, overflow, seriousFindings, settled } from './console-page.js';
import { consolePlaces, PLACES_OUTSIDE } from './console-places.js';

jest.setTimeout(90_000);

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

describe('every page of the console, in a browser', () => {
  let owner: Person;
  let bot: TestBot;
  let places: Record<string, string>;
  const suite = new BrowserSuite(async () => {
    owner = await suite.person();
    bot = await suite.bot(owner);
    await owner.api.post(`/bots/${bot.id}/chat`, { message: 'When does the bakery open?' }).expect(200);
    places = await consolePlaces(owner, bot);
  });

  /** All rules in light on a wide screen; in dark on a phone what may differ there: colours, and the room. */
  async function findings(page: Page, place: string): Promise<string[]> {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(WIDE);
    const wide = await seriousFindings(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize(PHONE);
    const phone = await seriousFindings(page, ['color-contrast']);
    const out = await overflow(page);
    return [
      ...wide.map((line) => `${place}, light, wide: ${line}`),
      ...phone.map((line) => `${place}, dark, phone: ${line}`),
      ...(out > 0 ? [`${place}, phone: sticks out by ${out} pixels`] : []),
    ];
  }

  suite.test(
    'has no serious fault of accessibility, in light and dark, on a wide screen and a phone',
    async () => {
      const { page, trouble } = await owner.open('/bots');
      await settled(page);
      const found: string[] = [];
      for (const [place, path] of Object.entries(places)) {
        await go(page, path);
        found.push(...(await findings(page, place)));
      }
      expect(found).toEqual([]);
      expect(trouble).toEqual({ errors: [], dialogs: [], foreign: [] });
    },
  );

  suite.test('nor when there is nothing on it yet, nor in its menus and questions', async () => {
    const { page } = await owner.open('/bots');
    const { id } = await createBot(owner.api);
    const found: string[] = [];
    for (const name of ['', '/knowledge', '/playground', '/conversations']) {
      await go(page, `/bots/${id}${name}`);
      found.push(...(await findings(page, `empty bot${name}`)));
    }
    await page.getByRole('button', { name: 'Menu' }).first().click();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Usage' }).waitFor();
    found.push(...(await seriousFindings(page)).map((line) => `menu on a phone: ${line}`));
    await page.setViewportSize(WIDE);
    await go(page, `/bots/${id}/settings`);
    await page.getByRole('button', { name: 'Delete bot' }).click();
    await page.getByRole('dialog').waitFor();
    found.push(...(await findings(page, 'question before deleting')));
    expect(found).toEqual([]);
  });

  suite.test('nor before the sign-in', async () => {
    const { page } = await suite.visitor();
    await page.goto(`${suite.home}/sign-in`);
    await settled(page);
    const found: string[] = [];
    for (const [place, path] of Object.entries(PLACES_OUTSIDE)) {
      await go(page, path);
      found.push(...(await findings(page, place)));
    }
    expect(found).toEqual([]);
  });

  for (const [locale, save] of Object.entries({ de: 'Speichern', es: 'Guardar', fr: 'Enregistrer' })) {
    suite.test(`speaks ${locale} without a gap, and has room for it on a phone`, async () => {
      const found: string[] = [];
      const look = async (page: Page, place: string) => {
        const out = await overflow(page);
        if (out > 0) found.push(`${place}: sticks out by ${out} pixels`);
        found.push(...(await bareKeys(page)).map((key) => `${place}: no text for ${key}`));
      };
      const { page } = await owner.open();
      await page.addInitScript(`localStorage.setItem('kyrochat.language', '${locale}')`);
      await page.setViewportSize(PHONE);
      await page.goto(`${suite.home}/bots`);
      await settled(page);
      for (const [place, path] of Object.entries(places)) {
        await go(page, path);
        await look(page, place);
      }
      await go(page, '/account');
      expect(await page.locator('html').getAttribute('lang')).toBe(locale);
      await page.getByRole('button', { name: save }).first().waitFor();
      expect(found).toEqual([]);
    });
  }

  suite.test('would show a text that is missing', async () => {
    const { page } = await owner.open('/bots');
    await settled(page);
    await page.evaluate(`document.querySelector('h1').textContent = 'settings.title'`);
    expect(await bareKeys(page)).toEqual(['settings.title']);
  });
});

/** What stands on the page as a key of the texts instead of a text: `settings.title`, `bots:tab.overview`. */
function bareKeys(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`
    [...document.querySelectorAll('body *')]
      .flatMap((element) => [
        ...[...element.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ data }) => data),
        ...['aria-label', 'placeholder', 'title', 'alt'].map((name) => element.getAttribute(name) ?? ''),
      ])
      .filter((text) => !['hours.md', 'example.com'].includes(text))
      .filter((text) => /^([a-z]+:)?[a-z][A-Za-z]*(\\.[a-z][A-Za-z_]*)+$/.test(text.trim()))
  `);
}
