import type { Page } from 'playwright-core';

import { SocketServer } from '../../src/platform/realtime/index.js';
import { ApiClient } from '../support/api-client.js';
import { waitFor } from '../support/wait-for.js';
import { BrowserSuite, type Person } from './browser-suite.js';
import { PASSWORD, settled } from './console-page.js';
import { button, dialog } from './pressing.js';

jest.setTimeout(90_000);

describe('a session and its tabs, in a browser', () => {
  const suite = new BrowserSuite();

  /** As when a laptop was closed for a month, or somebody has ended the session elsewhere. */
  const endSessions = (person: Person) => person.api.delete('/auth/sessions?keepCurrent=false').expect(204);

  async function signIn(page: Page, { email }: Pick<Person, 'email'>): Promise<void> {
    await page.getByLabel('E-mail').fill(email);
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await button(page, 'Sign in').click();
  }

  const ended = (page: Page) => page.getByRole('dialog').filter({ hasText: 'Your session has ended' });

  suite.test(
    'that ends in the middle of typing is begun again in the same place, with the text',
    async () => {
      const ada = await suite.person();
      const { body: bot } = await ada.api.post('/bots', { name: 'Bakery helper' }).expect(201);
      const { page } = await ada.open(`/bots/${bot.id}/knowledge`);
      const { page: other } = await ada.open(`/bots/${bot.id}/settings`);
      await other.getByLabel('Description').fill('Typed in the other tab');
      await button(page, 'Write or paste text').click();
      await dialog(page).getByRole('textbox', { name: 'Title' }).fill('Prices');
      await dialog(page).getByRole('textbox', { name: 'Text' }).fill('Rolls cost 40 cents.');
      await endSessions(ada);
      await button(dialog(page), 'Add').click();
      await ended(page).getByText(ada.email).waitFor();
      await ended(page).getByRole('textbox', { name: 'Password' }).fill('not the password');
      await page.keyboard.press('Enter');
      await ended(page).getByRole('alert').waitFor();
      await ended(page).getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
      await page.keyboard.press('Enter');
      // What was sent goes on by itself.
      await page.getByRole('list', { name: 'Knowledge' }).getByText('Prices').waitFor();
      expect(new URL(page.url()).pathname).toBe(`/bots/${bot.id}/knowledge`);
      const { body } = await new ApiClient(suite.app.url, await tokenOf(ada)).get(
        `/bots/${bot.id}/documents`,
      );
      expect(body.items).toHaveLength(1);
      // The other tab is signed in again, too, and has kept its text.
      await button(other, 'Save').first().click();
      await other.getByText('Saved', { exact: true }).waitFor();
      expect(await other.getByLabel('Description').inputValue()).toBe('Typed in the other tab');
    },
  );

  /** A new access token by the cookie that the browser holds. */
  async function tokenOf(person: Person): Promise<string> {
    const answer = await person.context.request.post(`${suite.home}/api/v1/auth/refresh`);
    return (await answer.json()).accessToken;
  }

  suite.test(
    'is left by who is not the person it belonged to, and shows nothing of theirs to the next',
    async () => {
      const [ada, eve] = [await suite.person('Ada Baker'), await suite.person('Eve Young')];
      await ada.api.post('/bots', { name: 'Secret project' }).expect(201);
      const { page } = await ada.open('/bots');
      await page.getByText('Secret project').waitFor();
      await endSessions(ada);
      await page.getByRole('link', { name: 'Members' }).click();
      await ended(page).getByRole('button', { name: 'Not you? Sign out' }).click();
      await page.waitForURL(/\/sign-in/);
      const shown: string[] = [];
      await page.exposeFunction('show', (text: string) => shown.push(text));
      await page.evaluate(
        `new MutationObserver(() => show(document.body.innerText)).observe(document.body, { childList: true, subtree: true })`,
      );
      await signIn(page, eve);
      await page.getByRole('button', { name: 'Your account' }).waitFor();
      await settled(page);
      expect(shown.filter((text) => text.includes('Secret project') || text.includes(ada.email))).toEqual([]);
    },
  );

  suite.test('is signed out in all tabs, but not over something unsaved without asking', async () => {
    const ada = await suite.person();
    const { page } = await ada.open('/account');
    const { page: other } = await ada.open('/bots');
    await settled(other);
    await page.getByLabel('Name').fill('Ada King');
    const signOut = async () => {
      await page.getByRole('button', { name: 'Your account' }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
    };
    const asked = page.waitForEvent('dialog');
    await signOut();
    expect((await asked).message()).toContain('not saved');
    expect(await page.getByLabel('Name').inputValue()).toBe('Ada King');
    page.removeAllListeners('dialog');
    page.on('dialog', (question) => void question.accept());
    await signOut();
    await Promise.all([page.waitForURL(/\/sign-in/), other.waitForURL(/\/sign-in/)]);
    // Signing in in one tab is signing in in all of them.
    await signIn(other, ada);
    await Promise.all([page.waitForURL(/\/account$/), other.waitForURL(/\/bots$/)]);
  });

  suite.test('of somebody else in another tab makes this one theirs', async () => {
    const [ada, eve] = [await suite.person('Ada Baker'), await suite.person('Eve Young')];
    const { page } = await ada.open('/bots');
    await settled(page);
    // As with a second sign-in page that was open before: no word of signing out.
    const { page: other } = await ada.open();
    await other.route('**/api/v1/auth/refresh', (route) => route.fulfill({ status: 401, json: {} }));
    await other.goto(`${suite.home}/sign-in`);
    await signIn(other, eve);
    await other.waitForURL(/\/bots$/);
    await page.getByRole('button', { name: 'Your account' }).click();
    await page.getByText(eve.email).first().waitFor();
    expect(await page.getByText(ada.email).count()).toBe(0);
  });

  suite.test('goes on when all tabs need a new token at the same moment', async () => {
    const ada = await suite.person();
    const tabs = await Promise.all([1, 2, 3].map(() => ada.open()));
    for (const { page } of tabs) await page.clock.install();
    for (const { page } of tabs) {
      await page.goto(`${suite.home}/bots`);
      await settled(page);
    }
    let renewed = 0;
    ada.context.on('request', (request) => (renewed += request.url().endsWith('/auth/refresh') ? 1 : 0));
    await Promise.all(tabs.map(({ page }) => page.clock.fastForward('20:00')));
    await Promise.all(tabs.map(({ page }) => page.getByRole('link', { name: 'Members' }).click()));
    await Promise.all(tabs.map(({ page }) => page.getByRole('main').getByText(ada.email).first().waitFor()));
    expect(renewed).toBeGreaterThanOrEqual(2);
    expect((await ada.api.get('/auth/sessions')).body.items).toHaveLength(1);
  });

  suite.test('each tab works in its own workspace', async () => {
    const ada = await suite.person();
    await ada.api.post('/workspaces', { name: 'Analytical Engines' }).expect(201);
    const [{ page }, { page: other }] = [await ada.open('/bots'), await ada.open('/bots')];
    await settled(other);
    await page.getByRole('button', { name: /^Workspace: / }).click();
    await page.getByRole('menuitem', { name: /Analytical Engines/ }).click();
    await page.getByRole('button', { name: 'Workspace: Analytical Engines. Switch' }).waitFor();
    await page.getByRole('link', { name: 'Create a bot' }).click();
    await page.getByLabel('Name').fill('Engine helper');
    await button(page, 'Create bot').click();
    await page.waitForURL(/[0-9a-f-]{36}$/);
    await other.reload();
    await settled(other);
    expect(
      await other.getByRole('button', { name: /^Workspace: / }).getAttribute('aria-label'),
    ).not.toContain('Analytical');
    expect(await other.getByText('Engine helper').count()).toBe(0);
    // A link into another workspace leads there.
    await other.goto(page.url());
    await other.getByRole('button', { name: 'Workspace: Analytical Engines. Switch' }).waitFor();
  });

  suite.test('events go on after the connection was away, and after the server hung up', async () => {
    const ada = await suite.person();
    const { body: bot } = await ada.api.post('/bots', { name: 'Bakery helper' }).expect(201);
    const { page } = await ada.open();
    let opened = 0;
    let lost: (() => Promise<void>) | undefined;
    // What the server sends while the laptop sleeps never arrives.
    await page.routeWebSocket(/\/socket\.io\//, (socket) => {
      opened += 1;
      const server = socket.connectToServer();
      lost = async () => {
        await server.close();
        await socket.close();
      };
    });
    await page.goto(`${suite.home}/bots/${bot.id}/knowledge`);
    await settled(page);
    await waitFor('the connection', () => opened === 1);
    await lost?.();
    const text = { title: 'While away', content: 'Rolls cost 40 cents.' };
    await ada.api.post(`/bots/${bot.id}/documents/text`, text).expect(202);
    const row = page.getByRole('listitem').filter({ hasText: 'While away' });
    await row.getByText('Ready').waitFor();
    await waitFor('another connection', () => opened >= 2);
    // The server hangs up when a token has ended, which the library takes for a farewell.
    const before = opened;
    suite.app.app.get(SocketServer)['server']?.of('/documents').disconnectSockets(true);
    await waitFor('one more connection', () => opened > before);
    await ada.api.post(`/bots/${bot.id}/documents/text`, { ...text, title: 'And later' }).expect(202);
    await page.getByRole('listitem').filter({ hasText: 'And later' }).getByText('Ready').waitFor();
  });
});
