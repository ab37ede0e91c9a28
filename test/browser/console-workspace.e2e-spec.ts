import { readFileSync } from 'node:fs';

import { createBot } from '../factories/bot.factory.js';
import { ApiClient } from '../support/api-client.js';
import { Mailbox } from '../support/mailbox.js';
import { BrowserSuite, type Person } from './browser-suite.js';
import { PASSWORD } from './console-page.js';
import { button, confirm, dialog } from './pressing.js';

jest.setTimeout(90_000);

describe('a workspace, in a browser', () => {
  let ada: Person;
  let ben: Person;
  let cy: Person;
  let workspaceId: string;
  let mailbox: Mailbox;
  const suite = new BrowserSuite(async () => {
    mailbox = new Mailbox(suite.app.config.dataDir);
    [ada, ben, cy] = await Promise.all(
      ['Ada Baker', 'Ben Featherstonehaugh', 'Cy Young'].map((name) => suite.person(name)),
    );
    workspaceId = (await ada.api.post('/workspaces', { name: 'Analytical Engines' }).expect(201)).body.id;
    await join(ben, 'admin');
    await join(cy, 'viewer');
    for (const { context } of [ada, ben, cy]) {
      await context.addInitScript(`localStorage.setItem('kyrochat.workspace', '${workspaceId}')`);
    }
    for (const name of ['Bakery helper', 'Order desk']) await createBot(ada.api, { name, workspaceId });
  });

  async function join(person: Person, role: string): Promise<void> {
    await ada.api.post(`/workspaces/${workspaceId}/invitations`, { email: person.email, role }).expect(201);
    const token = Mailbox.token(await mailbox.next(person.email, 'invitation'));
    await person.api.post('/invitations/accept', { token }).expect(200);
  }

  suite.test('invites somebody, who follows the link of the mail, makes an account and is in', async () => {
    const { page } = await ada.open('/workspace/members');
    await page.getByLabel('E-mail').fill(ben.email);
    await button(page, 'Invite').click();
    await page
      .getByRole('alert')
      .filter({ hasText: /member|belong/i })
      .waitFor();
    expect(await page.getByLabel('E-mail').inputValue()).toBe(ben.email);
    await page.getByLabel('E-mail').fill('dora@example.com');
    await button(page, 'Invite').click();
    await page.getByText('Not answered yet').waitFor();
    await button(page, 'Send again').click();
    const mail = await mailbox.next('dora@example.com', 'invitation', 1);

    const { page: hers } = await suite.visitor();
    await hers.goto(`${suite.home}/invitation?token=${Mailbox.token(mail)}`);
    await hers.getByRole('link', { name: 'Create an account and join' }).click();
    await hers.getByLabel('Your name').fill('Dora Lind');
    const email = hers.getByLabel('E-mail');
    if (await email.isEditable()) await email.fill('dora@example.com');
    await hers.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await button(hers, 'Create account').click();
    await hers.getByRole('link', { name: 'Order desk' }).waitFor();
    await page.reload();
    await page.getByText('Dora Lind').waitFor();

    await page.getByLabel('E-mail').fill('eve@example.com');
    await button(page, 'Invite').click();
    await confirm(page, button(page, 'Take back'), 'Take back');
    await page.getByText('Not answered yet').waitFor({ state: 'hidden' });
  });

  suite.test('gives its members roles, suspends them and takes them back', async () => {
    const { page } = await ada.open('/workspace/members');
    const row = page.getByRole('listitem').filter({ hasText: 'Cy Young' });
    const role = row.getByRole('combobox').or(row.getByRole('textbox')).first();
    const change = async (name: string) => {
      await role.click();
      await page.getByRole('listbox').getByRole('option', { name }).click();
      await page.getByText('Saved', { exact: true }).first().waitFor();
    };
    await change('Editor');
    expect(await role.inputValue()).toBe('Editor');
    await change('Viewer');
    await confirm(page, button(row, 'Suspend'), 'Suspend');
    await row.getByText('Suspended').waitFor();
    await button(row, 'Reinstate').click();
    await button(row, 'Suspend').waitFor();

    const { page: his } = await cy.open('/workspace/members');
    await his.getByText('Ada Baker').first().waitFor();
    expect(await button(his, 'Invite').count()).toBe(0);
    expect(await his.getByRole('link', { name: 'API keys' }).count()).toBe(0);
    expect(await his.getByRole('link', { name: 'Audit log' }).count()).toBe(0);
  });

  suite.test('makes API keys that are shown once, hold what was ticked, and end', async () => {
    const { page } = await ada.open('/workspace/api-keys');
    await page.getByText('No API keys yet').waitFor();
    await button(page, 'Make API key').click();
    await dialog(page).getByLabel('Name').fill('Nightly import');
    await dialog(page).getByPlaceholder('All bots').click();
    await page.getByRole('option', { name: 'Order desk' }).click();
    await page.keyboard.press('Tab');
    await button(dialog(page), 'Make API key').click();
    await page.getByText('Your API key').waitFor();
    const key = (await dialog(page).locator('pre').first().innerText()).trim();
    const bots = () => new ApiClient(suite.app.url, key).get('/bots');
    expect((await bots()).body.items.map(({ name }: { name: string }) => name)).toEqual(['Order desk']);
    await button(page, 'I have copied it').click();
    await page.reload();
    await page.getByText('Nightly import').waitFor();
    expect(await page.getByText(key).count()).toBe(0);
    await button(page, 'Rename').click();
    await dialog(page).getByLabel('Name').fill('Weekly import');
    await button(dialog(page), 'Save').click();
    await page.getByText('Weekly import').waitFor();
    await button(page, 'New secret').click();
    await button(dialog(page), 'New secret').click();
    await page.getByText('Your API key').waitFor();
    expect((await bots()).status).toBe(401);
    await button(page, 'I have copied it').click();
    await confirm(page, button(page, 'Revoke'), 'Revoke');
    await page.getByText('No API keys yet').waitFor();
  });

  suite.test('shows what it uses, and what was done and refused in it', async () => {
    const { body } = await ada.api.get(`/bots?workspaceId=${workspaceId}`);
    expect((await cy.api.delete(`/bots/${body.items[0].id}`)).status).toBe(403);
    const { page } = await ada.open('/workspace/usage');
    await page.getByText('Answers this month').waitFor();
    await page.goto(`${suite.home}/workspace/audit-log`);
    await button(page, /^Details: Bot created/)
      .first()
      .click();
    await dialog(page).getByText('Code of the action').waitFor();
    await dialog(page).getByRole('link', { name: 'Everything by them' }).click();
    await page.waitForURL(/actor=/);
    await page.goto(`${suite.home}/workspace/audit-log?result=failure`);
    await page.getByText('Access denied').first().waitFor();
    await button(page, 'Export').click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /CSV/ }).click(),
    ]);
    expect(readFileSync(await file.path(), 'utf8')).toMatch(/^"id","time"[^\n]*\n.*access\.denied/);
    await page.goto(`${suite.home}/workspace/audit-log?from=2020-01-01&to=2020-02-01`);
    await page.getByText('Nothing found').waitFor();
  });

  suite.test('is renamed, left, handed over, and deleted by who owns it', async () => {
    const { page: his } = await cy.open('/workspace/settings');
    await confirm(his, button(his, 'Leave workspace'), 'Leave workspace');
    await his.getByText('You have left').waitFor();
    const { page } = await ada.open('/workspace/settings');
    await page.getByLabel('Name of the workspace').fill('Analytical Engines Ltd');
    await button(page, 'Save').click();
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.getByPlaceholder('Choose a member').click();
    await page.getByRole('option', { name: /Featherstonehaugh/ }).click();
    await confirm(page, button(page, 'Hand over'), 'Hand over');
    await page.getByText('is the owner now.').waitFor();
    await button(page, 'Delete workspace').waitFor({ state: 'hidden' });

    const { page: bens } = await ben.open('/workspace/settings');
    await button(bens, 'Leave workspace').click();
    await button(dialog(bens), 'Leave workspace').click();
    await dialog(bens).getByRole('alert').filter({ hasText: /owner/i }).waitFor();
    await button(dialog(bens), 'Cancel').click();
    await button(bens, 'Delete workspace').click();
    await dialog(bens).getByRole('textbox').fill('Analytical Engines Ltd');
    await button(dialog(bens), 'Delete workspace').click();
    await bens.getByText('is deleted.').waitFor();
  });
});
