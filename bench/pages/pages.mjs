/**
 * node bench/pages/pages.mjs
 * What people feel of the pages, in a headless Chromium without a cache: the largest paint and the shifts of layout of
 * every page, scrolling through 5,000 documents and 2,000 messages, what the widget's script costs the page of a site,
 * and how long and how many clicks it takes from signing up to an answer. Needs the compiled product and a Chromium
 * (on PATH, or named by CHROMIUM).
 */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pg from 'pg';
import { chromium } from 'playwright-core';

import { percentile } from '../support/api.mjs';
import { Child } from '../support/child.mjs';

const DOCUMENTS = 5_000;
const MESSAGES = 2_000;
const VISITS = 15;
const PAINTS = 5;
const PASSWORD = 'a long bench password';
const TEXT =
  '# Opening hours\n\nThe bakery opens at 6:30 in the morning from Monday to Saturday. On Sundays it is closed.\n';

/** Counts in every page: the largest paint (ms), the sum of shifts, and what long tasks took beyond 50 ms each. */
const WATCH = `
  window.bench = { paint: 0, shift: 0, blocked: 0 };
  const watch = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  watch('largest-contentful-paint', ({ startTime }) => (window.bench.paint = startTime));
  watch('layout-shift', ({ value, hadRecentInput }) => (window.bench.shift += hadRecentInput ? 0 : value));
  watch('longtask', ({ duration }) => (window.bench.blocked += duration - 50));
`;

const dataDir = await mkdtemp(join(tmpdir(), 'kyro-bench-'));
await chmod(dataDir, 0o711);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
const server = await Child.start(join(import.meta.dirname, '..', 'chat', 'bench-server.mjs'), {
  env: { DATA_DIR: dataDir, RATE_LIMITS: 'off' },
});
const home = server.ready.url;
try {
  await server.ask({ play: { tokens: ['The bakery opens at 6:30. [1]'] } });
  await firstAnswer();
  const owner = await register();
  const { bot, conversation } = await fill(owner);
  await paints(owner, bot, conversation);
  await scrolling(owner, bot, conversation);
  await hostPage(owner, bot);
} finally {
  await browser.close();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}

function newContext(options = {}) {
  return browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
}

/** Somebody whose browser is signed in. */
async function register() {
  const context = await newContext();
  const data = { email: `bench-${randomUUID()}@example.com`, password: PASSWORD };
  const answer = await context.request.post(`${home}/api/v1/auth/register`, { data });
  const { accessToken } = await answer.json();
  const call = async (method, path, body) => {
    const headers = { authorization: `Bearer ${accessToken}` };
    const response = await context.request.fetch(`${home}/api/v1${path}`, { method, data: body, headers });
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
    return response.json();
  };
  return { context, call };
}

/** A bot with thousands of documents and a conversation of thousands of messages; all but the first of each by SQL. */
async function fill({ call }) {
  const bot = await call('POST', '/bots', { name: 'Bakery helper' });
  const document = await call('POST', `/bots/${bot.id}/documents/text`, { title: 'hours.md', content: TEXT });
  while ((await call('GET', `/documents/${document.id}`)).status !== 'ready');
  const { conversationId } = await call('POST', `/bots/${bot.id}/chat`, { message: 'When does it open?' });
  const client = new pg.Client({ connectionString: server.ready.databaseUrl });
  await client.connect();
  try {
    const named = `'title', 'Handbook, part ' || n || '.pdf', 'sha256', md5(n::text) || md5(n::text),
       'storage_key', 'bench/' || n, 'identity', md5(n::text), 'version', gen_random_uuid()`;
    await multiply(client, 'documents', 'id', document.id, DOCUMENTS - 1, named);
    const said = `'seq', n * 2 + r.seq, 'client_message_id', NULL`;
    await multiply(client, 'messages', 'conversation_id', conversationId, MESSAGES / 2 - 1, said);
    await client.query('UPDATE conversations SET last_seq = $2 WHERE id = $1', [conversationId, MESSAGES]);
  } finally {
    await client.end();
  }
  return { bot, document, conversation: conversationId };
}

/** The same rows again, `times` times, but for what `change` makes of them (`n` from 1). */
async function multiply(client, table, column, value, times, change) {
  const { rows } = await client.query(
    `SELECT string_agg(quote_ident(column_name), ', ') AS names FROM information_schema.columns
     WHERE table_name = $1 AND is_generated = 'NEVER'`,
    [table],
  );
  const { names } = rows[0];
  await client.query(
    `INSERT INTO ${table} (${names})
     SELECT ${names} FROM (
       SELECT (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), ${change}))).*
       FROM ${table} r, generate_series(1, $2::int) n WHERE r.${column} = $1
     ) more`,
    [value, times],
  );
}

/** Each page loaded for itself, several times, since one load is at the mercy of whatever else the machine does. */
async function paints({ context, call }, { id, publicKey }, conversation) {
  const { items } = await call('GET', `/bots/${id}/documents?q=hours`);
  const inside = `/bots/${id}`;
  const places = [
    ...['/sign-in', '/sign-up', '/bots', '/bots/new', inside, `${inside}/knowledge`],
    ...[`${inside}/knowledge/${items[0].id}`, `${inside}/playground?conversation=${conversation}`],
    ...[`${inside}/conversations`, `${inside}/conversations/${conversation}`, `${inside}/widget`],
    ...[`${inside}/settings`, '/workspace/members', '/workspace/api-keys', '/workspace/usage'],
    ...['/workspace/audit-log', '/workspace/settings', '/account', '/account/security', '/account/sessions'],
    `/demo/${publicKey}`,
  ];
  const slowest = [];
  let greatestShift = 0;
  for (const place of places) {
    const visits = [];
    for (let visit = 0; visit < PAINTS; visit += 1) visits.push(await paint(context, home + place));
    const times = visits.map(({ paint }) => paint);
    const shift = Math.max(...visits.map(({ shift }) => shift));
    slowest.push(percentile(times, 50));
    greatestShift = Math.max(greatestShift, shift);
    const name = place
      .replaceAll(id, ':bot')
      .replaceAll(/[0-9a-f-]{36}/g, ':id')
      .replace(publicKey, ':key');
    console.log(
      `${name.padEnd(48)} largest paint p50 ${whole(percentile(times, 50))} ms, ` +
        `${whole(Math.min(...times))} to ${whole(Math.max(...times))}; shift ${shift.toFixed(3)}`,
    );
  }
  console.log(
    `largest paint of a page p50 ${whole(percentile(slowest, 50))} ms, of the slowest page ${whole(Math.max(...slowest))} ms, ` +
      `greatest shift ${greatestShift.toFixed(3)}`,
  );
}

/** Of one visit, with nothing in the cache: when the largest paint was, and what moved. */
async function paint(context, url) {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  await page.addInitScript(WATCH);
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.waitForFunction(() => window.bench.paint > 0, undefined, { timeout: 5_000 });
  const seen = await page.evaluate('window.bench');
  await page.close();
  return seen;
}

function whole(ms) {
  return Math.round(ms).toString().padStart(4);
}

/** From one end to the other, half a screen each frame; a frame of over 50 ms is one that people see stutter. */
async function scrolling({ context }, { id }, conversation) {
  const page = await context.newPage();
  await page.goto(`${home}/bots/${id}/knowledge`);
  await page.getByRole('list', { name: 'Knowledge' }).waitFor();
  await report(page, `${DOCUMENTS} documents`, 'document.scrollingElement', DOCUMENTS * 76);
  await page.goto(`${home}/bots/${id}/conversations/${conversation}`);
  const log = page.getByRole('log');
  await log.waitFor();
  const earlier = page.getByRole('button', { name: 'Show earlier messages' });
  for (let more = MESSAGES / 50 - 1; more > 0; more -= 1) {
    const answered = page.waitForResponse(/\/messages\?/);
    await earlier.evaluate((button) => button.click());
    await answered;
    await page.waitForTimeout(20);
  }
  await log.evaluate((element) => (element.scrollTop = 0));
  await report(page, `${MESSAGES} messages`, `document.querySelector('[role=log]')`, 0);
  await page.close();
}

async function report(page, what, element, least) {
  const { gaps, height, nodes } = await page.evaluate(`(async () => {
    const element = ${element};
    const gaps = [];
    let last = performance.now();
    let nodes = 0;
    for (let still = 0; still < 60; ) {
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      const before = element.scrollTop;
      element.scrollTop += element.clientHeight / 2;
      nodes = Math.max(nodes, element.getElementsByTagName('*').length);
      still = element.scrollTop === before ? still + 1 : 0;
    }
    return { gaps: gaps.slice(0, -60), height: element.scrollHeight, nodes };
  })()`);
  if (height < least) throw new Error(`only ${height} pixels of ${what} were seen`);
  const slow = gaps.filter((gap) => gap > 50).length;
  console.log(
    `${what}: ${gaps.length} frames over ${Math.round(height / 1000)} thousand pixels, p50 ${percentile(gaps, 50).toFixed(1)} ms, ` +
      `p95 ${percentile(gaps, 95).toFixed(1)} ms, ${((100 * slow) / gaps.length).toFixed(1)} % over 50 ms, ` +
      `longest ${Math.max(...gaps).toFixed(0)} ms; at most ${nodes} elements`,
  );
}

/** A plain page of another origin, with and without the script, by turns. */
async function hostPage({ call }, { id, publicKey }) {
  const filler = '<p>Bread, cakes and coffee from six in the morning.</p>'.repeat(300);
  const site = createServer((request, response) => {
    const script =
      request.url === '/with'
        ? `<script src="${home}/widget.js" data-bot="${publicKey}" async></script>`
        : '';
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><html lang="en"><title>Bakery</title><main>${filler}</main>${script}`);
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${site.address().port}`;
  await call('PUT', `/bots/${id}/widget`, { allowedDomains: [new URL(url).host] });
  const times = { '/without': [], '/with': [] };
  const busy = { '/without': [], '/with': [] };
  for (let visit = 0; visit < VISITS; visit += 1) {
    for (const path of ['/without', '/with']) {
      const context = await newContext();
      const page = await context.newPage();
      await page.addInitScript(WATCH);
      await page.goto(url + path, { waitUntil: 'networkidle' });
      const { interactive, blocked } = await page.evaluate(
        '({ interactive: performance.getEntriesByType("navigation")[0].domInteractive, blocked: window.bench.blocked })',
      );
      times[path].push(interactive);
      busy[path].push(blocked);
      await context.close();
    }
  }
  site.close();
  site.closeAllConnections();
  for (const path of ['/without', '/with']) {
    console.log(
      `page of a site ${path.slice(1).padEnd(7)} the widget: interactive p50 ${percentile(times[path], 50).toFixed(1)} ms ` +
        `(${Math.min(...times[path]).toFixed(1)} to ${Math.max(...times[path]).toFixed(1)}), blocked by long tasks p50 ${percentile(busy[path], 50).toFixed(0)} ms`,
    );
  }
}

/** As fast as the pages go: what is left is what people read and type. */
async function firstAnswer() {
  const context = await newContext();
  const page = await context.newPage();
  let clicks = 0;
  const click = (role, name) => {
    clicks += 1;
    return page.getByRole(role, { name }).first().click();
  };
  const started = performance.now();
  await page.goto(home);
  await click('link', 'Create an account');
  await page.getByLabel('E-mail').fill(`first-${randomUUID()}@example.com`);
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await click('button', 'Create account');
  await click('link', 'Create a bot');
  await page.getByLabel('Name').fill('Bakery helper');
  await click('button', 'Create bot');
  await click('link', 'Add knowledge');
  clicks += 1;
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'hours.md', mimeType: 'text/markdown', buffer: Buffer.from(TEXT) });
  await page.getByRole('listitem').filter({ hasText: 'hours.md' }).getByText('Ready').waitFor();
  await click('link', 'Playground');
  await page.getByPlaceholder('Ask a question').fill('When does the bakery open?');
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText('opens at 6:30').waitFor();
  console.log(
    `first page to first answer: ${clicks} clicks, ${((performance.now() - started) / 1000).toFixed(1)} s of pages and server`,
  );
  await context.close();
}
