import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { register } from './people.mjs';
import { settled, visit } from './settled.mjs';

const EXAMPLES = join(import.meta.dirname, '../../../examples');
const HANDBOOK = 'nordlicht-battery-handbook.pdf';
const STAFF = 'harbour-view-staff-handbook.docx';
const ISOLATOR = 'How long do I wait after I switch off the DC isolator?';
const QUESTIONS = [
  'When is breakfast served on Sundays?',
  'What does the warranty cover?',
  'Who won the football world cup in 1998?',
  'At which temperatures may the battery be charged?',
  'Can guests bring their dogs?',
];
const PAGES = [
  ['/workspace/members', 'members'],
  ['/workspace/api-keys', 'api-keys'],
  ['/workspace/usage', 'usage'],
  ['/workspace/audit-log', 'audit-log'],
  ['/workspace/settings', 'workspace-settings'],
  ['/account', 'profile'],
  ['/account/security', 'security'],
  ['/account/sessions', 'sessions'],
  ['/nowhere', 'missing-page'],
];

/** The console from the first minute on, as somebody sees it who makes a bot of the examples. Gives that bot. */
export async function takeConsole(camera, server) {
  const page = await camera.page(server.home);
  const ada = await register(page, server.home, 'Ada Lind');
  await ada.call('PATCH', `/workspaces/${ada.workspaceId}`, { name: 'Nordlicht Energie' });
  await visit(page, '/bots');
  await camera.take(page, 'first-bots', { docs: false });
  await page.evaluate(`sessionStorage.setItem('kyrochat.reminder-away', '1')`);
  const bot = await takeFirstBot(camera, page, ada);
  await takeColleagues(camera, server, page, ada);
  for (const question of QUESTIONS) await ask(ada, bot.id, question);
  await takeConversations(camera, page, ada, bot);
  for (const name of ['widget', 'settings']) {
    await visit(page, `/bots/${bot.id}/${name}`);
    if (name === 'widget') await page.getByRole('dialog').waitFor();
    await camera.take(page, name);
  }
  await visit(page, '/bots');
  await camera.take(page, 'bots');
  for (const [path, name] of PAGES) {
    await visit(page, path);
    await camera.take(page, name, { docs: name !== 'missing-page' });
  }
  await takeMenus(camera, page, bot);
  await page.context().close();
  return { ada, bot };
}

async function takeFirstBot(camera, page, ada) {
  await visit(page, '/bots/new');
  await camera.take(page, 'new-bot');
  await page.getByLabel('Name').fill('Nordlicht support');
  await page.getByRole('button', { name: 'Create bot' }).click();
  await page.waitForURL(/\/bots\/[0-9a-f-]{36}$/);
  const bot = await ada.call('GET', `/bots/${page.url().split('/').at(-1)}`);
  for (const [path, name] of [
    ['', 'first-steps'],
    ['/knowledge', 'first-knowledge'],
    ['/playground', 'first-playground'],
    ['/conversations', 'first-conversations'],
  ]) {
    await visit(page, `/bots/${bot.id}${path}`);
    await camera.take(page, name, { docs: name === 'first-steps' });
  }
  await takeKnowledge(camera, page, ada, bot);
  await takePlayground(camera, page, bot);
  await visit(page, `/bots/${bot.id}`);
  await camera.take(page, 'overview');
  return bot;
}

async function takeKnowledge(camera, page, ada, bot) {
  await visit(page, `/bots/${bot.id}/knowledge`);
  await page.locator('input[type=file]').setInputFiles([STAFF, HANDBOOK].map((name) => join(EXAMPLES, name)));
  const row = (name) => page.getByRole('listitem').filter({ hasText: name });
  for (const name of [HANDBOOK, STAFF]) await row(name).getByText('Ready').waitFor();
  const form = new FormData();
  form.append(
    'files',
    new Blob([(await readFile(join(EXAMPLES, HANDBOOK))).subarray(0, 900)]),
    'scan-0042.pdf',
  );
  await ada.call('POST', `/bots/${bot.id}/documents`, form);
  await ada.call('POST', `/bots/${bot.id}/documents/text`, {
    title: 'Opening hours of the service desk',
    content:
      'The service desk answers from Monday to Friday, 8:00 to 17:00. In storms it answers on Saturdays, too.',
  });
  await visit(page, `/bots/${bot.id}/knowledge`);
  await row('Opening hours').getByText('Ready').waitFor();
  await row('scan-0042.pdf').getByText('Failed').waitFor();
  await camera.take(page, 'knowledge');
  await page.getByRole('link', { name: HANDBOOK }).click();
  await page.getByText('What was understood').waitFor();
  await settled(page);
  await camera.take(page, 'document');
  await page.getByRole('button', { name: 'Show in the original' }).nth(4).click();
  await drawn(page);
  await camera.take(page, 'original');
  await visit(page, `/bots/${bot.id}/knowledge`);
  await page.getByRole('link', { name: 'scan-0042.pdf' }).click();
  await page.getByRole('heading', { name: 'scan-0042.pdf' }).waitFor();
  await settled(page);
  await camera.take(page, 'document-failed', { docs: false });
}

/** Each page of an original is drawn for itself. */
async function drawn(page) {
  await page.getByRole('dialog').locator('canvas').first().waitFor();
  await page.getByRole('dialog').locator('.mantine-Loader-root').waitFor({ state: 'hidden' });
}

async function takePlayground(camera, page, bot) {
  await visitPlayground(page, bot);
  await page.getByPlaceholder('Ask a question').fill(ISOLATOR);
  await page.keyboard.press('Enter');
  await page
    .getByRole('button', { name: /handbook\.pdf/ })
    .first()
    .click();
  await drawn(page);
  await camera.take(page, 'playground');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await camera.take(page, 'playground-answer', { docs: false });
  for (const [button, name, sign] of [
    ['How it came about', 'answer-trace', 'h2, h3'],
    ['What the search finds', 'search-inspector', 'a'],
    ['Earlier conversations', 'earlier-conversations', 'button'],
  ]) {
    await page.getByRole('button', { name: button }).first().click();
    await page.getByRole('dialog').locator(sign).nth(1).waitFor();
    await page.waitForLoadState('networkidle');
    await camera.take(page, name, { docs: name !== 'earlier-conversations' });
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  }
}

async function visitPlayground(page, bot) {
  await visitPage(page, `/bots/${bot.id}/playground`);
  await page.getByPlaceholder('Ask a question').waitFor();
}

const visitPage = async (page, path) => {
  await page.goto(path);
  await page.waitForLoadState('networkidle');
};

const ask = (ada, botId, message) => ada.call('POST', `/bots/${botId}/chat`, { message });

async function takeConversations(camera, page, ada, bot) {
  const { message } = await ask(ada, bot.id, ISOLATOR);
  await ada.call('PUT', `/messages/${message.id}/feedback`, { rating: 'up', comment: null });
  await ada.call('POST', `/bots/${bot.id}/chat`, {
    conversationId: message.conversationId,
    message: 'And which tools do I need to open the cabinet?',
  });
  await visit(page, `/bots/${bot.id}/conversations`);
  await camera.take(page, 'conversations');
  await visit(page, `/bots/${bot.id}/conversations/${message.conversationId}`);
  await camera.take(page, 'conversation');
}

/** Others in the workspace, what they get to see of it before, and a key. */
async function takeColleagues(camera, { home, mailed }, page, ada) {
  const workspace = `/workspaces/${ada.workspaceId}`;
  await visit(page, '/workspace/api-keys');
  await camera.take(page, 'first-api-keys', { docs: false });
  for (const [email, role] of [
    ['ben@example.com', 'editor'],
    ['carla.fernandez@nordlicht-energie.example', 'viewer'],
  ]) {
    await ada.call('POST', `${workspace}/invitations`, { email, role });
  }
  const invitation = await mailed('ben@example.com', 'invitation');
  const guest = await camera.page(home);
  await visit(guest, invitation);
  await camera.take(guest, 'invitation');
  const ben = await register(guest, home, 'Ben Okafor');
  await visit(guest, invitation);
  await camera.take(guest, 'invitation-accept', { docs: false });
  await ben.call('POST', '/invitations/accept', {
    token: new URLSearchParams(invitation.split('?')[1]).get('token'),
  });
  await guest.context().close();
  await ada.call('POST', `${workspace}/api-keys`, {
    name: 'Nightly import',
    scopes: ['bots:read', 'documents:write'],
  });
  await ada.call('POST', `${workspace}/api-keys`, {
    name: 'Help centre',
    scopes: ['bots:read', 'chat:send'],
    expiresAt: new Date(Date.now() + 90 * 86_400_000).toISOString(),
  });
  await ada.call('PUT', `${workspace}/budget`, {
    perDayUsd: 5,
    perMonthUsd: 80,
    onLimit: 'message',
    message: 'Please write to service@nordlicht-energie.example.',
  });
}

/** What opens over a page; for looking. */
async function takeMenus(camera, page, bot) {
  if (!camera.whole) return;
  await visit(page, '/bots');
  await page.getByRole('button', { name: 'Your account' }).click();
  await camera.take(page, 'menu-account', { docs: false });
  await page.keyboard.press('Escape');
  await visit(page, '/workspace/api-keys');
  await page.getByRole('button', { name: 'New API key' }).click();
  await camera.take(page, 'new-api-key', { docs: false });
  await visit(page, `/bots/${bot.id}/settings`);
  await page.getByRole('button', { name: 'Delete bot' }).click();
  await camera.take(page, 'delete-bot', { docs: false });
  await visit(page, `/bots/${bot.id}/knowledge`);
  for (const [button, name] of [
    ['Add a web page', 'add-page'],
    ['Write or paste text', 'add-text'],
  ]) {
    await page.getByRole('button', { name: button }).click();
    await camera.take(page, name, { docs: false });
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  }
}
