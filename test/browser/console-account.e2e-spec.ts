import { readFileSync } from 'node:fs';

import { Secret, TOTP } from 'otpauth';

import { ApiClient } from '../support/api-client.js';
import { BrowserSuite } from './browser-suite.js';
import { PASSWORD } from './console-page.js';
import { button, confirm, dialog } from './pressing.js';

jest.setTimeout(90_000);

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1';

describe('the account, in a browser', () => {
  const suite = new BrowserSuite();

  suite.test('has a name and an address that the person changes', async () => {
    const ada = await suite.person();
    const { page } = await ada.open('/account');
    await page.getByLabel('Name').fill('Ada King');
    await button(page, 'Save').click();
    await page.getByText('Saved', { exact: true }).waitFor();
    expect((await ada.api.get('/auth/me')).body.name).toBe('Ada King');

    const address = page.getByLabel('New address');
    await address.fill(`new-${ada.email}`);
    await page.getByRole('textbox', { name: 'Current password' }).fill('not the password');
    await button(page, 'Change address').click();
    await page
      .getByRole('alert')
      .filter({ hasText: /password/i })
      .waitFor();
    expect(await address.inputValue()).toBe(`new-${ada.email}`);
    await page.getByRole('textbox', { name: 'Current password' }).fill(PASSWORD);
    await button(page, 'Change address').click();
    await page.getByText('Two mails are on their way').waitFor();
  });

  suite.test('changes its password, and is signed out where else it was open', async () => {
    const ada = await suite.person();
    const elsewhere = await suite.visitor();
    const signIn = await elsewhere.page.context().request.post(`${suite.home}/api/v1/auth/login`, {
      data: { email: ada.email, password: PASSWORD },
    });
    expect(signIn.status()).toBe(200);
    const { page } = await ada.open('/account/security');
    await page.getByLabel('Current password').fill(PASSWORD);
    await page.getByLabel('New password').fill('password');
    await button(page, 'Change password').click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('New password').fill('a lighthouse keeps its lamp');
    await button(page, 'Change password').click();
    await page.getByText('Your password is changed.').waitFor();
    await elsewhere.page.goto(`${suite.home}/bots`);
    await elsewhere.page.waitForURL(/\/sign-in/);
  });

  suite.test('lists where it is signed in, and signs out there', async () => {
    const ada = await suite.person();
    const login = () =>
      new ApiClient(suite.app.url)
        .post('/auth/login', { email: ada.email, password: PASSWORD })
        .set('User-Agent', PHONE);
    await login();
    await login();
    const { page } = await ada.open('/account/sessions');
    const rows = page.getByRole('main').getByRole('listitem');
    await rows.filter({ hasText: 'This one' }).waitFor();
    await rows.filter({ hasText: 'iPhone' }).nth(1).waitFor();
    await confirm(page, button(rows.filter({ hasText: 'iPhone' }).first(), 'Sign out'), 'Sign out');
    await rows.nth(2).waitFor({ state: 'hidden' });
    expect(await rows.count()).toBe(2);
    await confirm(page, button(page, 'Sign out everywhere else'), 'Sign out everywhere else');
    await page.getByText('Signed out everywhere else.').waitFor();
    await rows.nth(1).waitFor({ state: 'hidden' });
    expect((await ada.api.get('/auth/sessions')).body.items).toHaveLength(1);
  });

  suite.test('takes a second factor, asks for it, and gives it up', async () => {
    const ada = await suite.person('Ada Baker', { permissions: ['clipboard-read', 'clipboard-write'] });
    const { page } = await ada.open('/account/security');
    await button(page, 'Set up').click();
    await page.getByLabel('Current password').last().fill(PASSWORD);
    await button(page, 'Continue').click();
    await page.getByRole('img', { name: /QR/ }).waitFor();
    const secret = Secret.fromBase32((await page.locator('main pre').first().innerText()).trim());
    await page.getByLabel('Code of the app').fill('000000');
    await button(page, 'Turn on').click();
    await page.getByRole('alert').filter({ hasText: /code/i }).waitFor();
    await page.getByLabel('Code of the app').fill(new TOTP({ secret }).generate());
    await button(page, 'Turn on').click();
    await page.getByText('Keep these recovery codes').waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), button(page, 'Download').click()]);
    const codes = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\n');
    expect(codes).toHaveLength(10);
    await button(page, 'Copy').click();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(codes.join('\n'));
    await button(page, 'I have kept them').click();

    const { page: other } = await suite.visitor();
    await other.goto(`${suite.home}/sign-in`);
    await other.getByLabel('E-mail').fill(ada.email);
    await other.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await button(other, 'Sign in').click();
    await button(other, 'Use a recovery code').click();
    await other.getByLabel('Recovery code').fill(codes[1]);
    await button(other, 'Sign in').click();
    await other.waitForURL(`${suite.home}/bots`);

    await button(page, 'Turn off').click();
    await dialog(page).getByLabel('Current password').fill(PASSWORD);
    await dialog(page).getByLabel('Code').fill(codes[0]);
    await button(dialog(page), 'Turn off').click();
    await page.getByText('The second factor is off.').waitFor();
    await button(page, 'Set up').waitFor();
  });

  suite.test('is deleted after a time of grace, in which signing in keeps it', async () => {
    const ada = await suite.person();
    const { page } = await ada.open('/account');
    await button(page, 'Delete account').click();
    await dialog(page).getByLabel('Current password').fill(PASSWORD);
    await button(dialog(page), 'Delete account').click();
    await page.waitForURL(/\/sign-in/);
    await page.getByText('Your account will be deleted on').waitFor();
    await page.getByLabel('E-mail').fill(ada.email);
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await button(page, 'Sign in').click();
    await button(page, 'Keep my account').click();
    await page.getByText('Your account stays.').waitFor();
  });
});
