import type { Locator, Page } from 'playwright-core';

import type { TestBot } from '../factories/bot.factory.js';
import { hashOf, identitySecret, visit as visitAs } from '../support/visitors.js';
import { waitFor } from '../support/wait-for.js';
import { BrowserSuite, type Person } from './browser-suite.js';
import { go, openPage, settled, type Trouble } from './console-page.js';
import { consolePlaces } from './console-places.js';
import { button } from './pressing.js';
import { WidgetSite } from './widget-site.js';
import { HOSTILE_LINES, manyPayloads, XSS } from './xss.js';

jest.setTimeout(90_000);

/** What an answer may never become. */
const LIVELY =
  'img, picture, video, audio, source, iframe, object, embed, script, style, link, meta, base, form, input, svg, math, details';

/** Ends an event of the stream early, and says something else, if line ends are not encoded. */
const INJECTION = 'before\n\nevent: completed\ndata: {"message":{"content":"stolen"}}\n\nid: 99\nafter';

describe('what people, documents and models may write, in a browser', () => {
  let owner: Person;
  let bot: TestBot;
  let site: WidgetSite;
  const payloads = [...XSS, ...manyPayloads()];
  const suite = new BrowserSuite(async () => {
    owner = await suite.person(HOSTILE_LINES[0]);
    bot = await suite.bot(owner, { model: 'scripted' });
    // Without a content security policy: the widget has to be safe by itself.
    site = await WidgetSite.open(suite.app.url);
    await site.allow(owner, bot);
  });
  afterAll(() => site?.close());

  const harmless = ({ errors, dialogs, foreign }: Trouble) => ({
    errors,
    dialogs,
    foreign: foreign.filter((url) => !url.startsWith(suite.app.url)),
  });
  const NONE = { errors: [], dialogs: [], foreign: [] };

  /** Links are where an answer may lead: to the web or to mail, said openly, and without a hold on this page. */
  async function expectInert(log: Locator): Promise<void> {
    expect(await log.locator(`:is(${LIVELY}):not(svg[aria-hidden], .tabler-icon)`).count()).toBe(0);
    const links = await log
      .locator('a[href]:not([data-citation])')
      .evaluateAll((elements) =>
        elements.map((element) => ['href', 'rel', 'target'].map((name) => element.getAttribute(name) ?? '')),
      );
    expect(links.length).toBeGreaterThan(0);
    const bad = links.filter(
      ([href, rel]) => !/^(https?:|mailto:|tel:|#citation-)/i.test(href) || !/noopener/.test(rel),
    );
    expect(bad).toEqual([]);
  }

  async function openWidget(shown = bot): Promise<{ page: Page; trouble: Trouble }> {
    const { page, trouble } = await openPage(suite.browser, site.url);
    await page.goto(site.pageOf(shown));
    await page.locator('kyrochat-widget button').first().click();
    await page.getByRole('dialog').waitFor();
    return { page, trouble };
  }

  const say = async (page: Page, question: string) => {
    await page.getByRole('textbox').last().fill(question);
    await page.keyboard.press('Enter');
  };

  /** Payloads, in as many answers as they need: one holds no more than a few pages. */
  async function hear(page: Page, some: string[]): Promise<void> {
    for (let first = 0; first < some.length; first += 120) {
      const end = `the end of ${first}`;
      suite.model.play({ tokens: [some.slice(first, first + 120).join('\n\n'), `\n\n${end}`] });
      await say(page, some[first]);
      await page.getByRole('log').getByText(end).waitFor();
      await button(page, 'Send').waitFor();
    }
    await expectInert(page.getByRole('log'));
    await page.waitForLoadState('networkidle');
  }

  suite.test('thousands of payloads in answers do nothing in the widget', async () => {
    const { page, trouble } = await openWidget();
    expect(payloads.length).toBeGreaterThan(2_000);
    await hear(page, payloads);
    expect(harmless(trouble)).toEqual(NONE);
  });

  suite.test('nor in the console, also without its content security policy', async () => {
    const eve = await suite.person('Eve', { bypassCSP: true });
    const hers = await suite.bot(eve, { model: 'scripted' });
    const { page, trouble } = await eve.open(`/bots/${hers.id}/playground`);
    await hear(page, [...XSS, ...payloads.filter((_, index) => index % 5 === 0)]);
    expect(harmless(trouble)).toEqual(NONE);
  });

  suite.test('nor does what no parser stands take the console down: it is shown as it is', async () => {
    const { page, trouble } = await owner.open(`/bots/${bot.id}/playground`);
    for (const burden of ['>'.repeat(5_000), '**a'.repeat(2_500), '[a]('.repeat(2_500)]) {
      suite.model.play({ tokens: [`${burden} the end`] });
      await say(page, 'How deep does it go?');
      await page.getByRole('log').getByText(`${burden.slice(-20)} the end`).last().waitFor();
      await button(page, 'Send').waitFor();
    }
    // What the page caught is told in the browser's console.
    expect({ ...harmless(trouble), errors: [] }).toEqual(NONE);
  });

  suite.test('nor cut into pieces of any size on their way', async () => {
    const { page, trouble } = await openWidget();
    const text = XSS.join('\n\n');
    for (const size of [1, 2, 3, 7]) {
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g'))!;
      suite.model.play({ tokens: [...pieces, `\n\nthe end of ${size}`] });
      await say(page, `In pieces of ${size}?`);
      await page.getByRole('log').getByText(`the end of ${size}`).waitFor();
      await button(page, 'Send').waitFor();
    }
    await expectInert(page.getByRole('log'));
    expect(harmless(trouble)).toEqual(NONE);
  });

  suite.test('nor do line ends in an answer end it early, or forge another', async () => {
    suite.model.play({ tokens: [INJECTION, ' the end'] });
    const { page } = await openWidget();
    await say(page, 'What comes after?');
    await page.getByRole('log').getByText('the end').waitFor();
    await button(page, 'Send').waitFor();
    expect(await page.getByRole('log').locator('.answer').innerText()).toContain('event: completed');
  });

  suite.test('names, titles and texts do nothing in the widget', async () => {
    const [title, subtitle, welcomeMessage, placeholder] = HOSTILE_LINES.slice(1);
    const texts = { title, subtitle, welcomeMessage, placeholder, launcherLabel: HOSTILE_LINES[0] };
    const hostile = await suite.bot(owner, { suggestedQuestions: HOSTILE_LINES });
    await owner.api.patch(`/bots/${hostile.id}`, { name: HOSTILE_LINES[1] }).expect(200);
    await site.allow(owner, hostile, { texts: { en: texts } });
    const file = { title: HOSTILE_LINES[2], content: 'The bakery opens at 6:30 on Mondays.' };
    await owner.api.post(`/bots/${hostile.id}/documents/text`, file).expect(202);
    const { page, trouble } = await openWidget(hostile);
    for (const text of HOSTILE_LINES.slice(1, 4))
      await page.getByText(text, { exact: true }).first().waitFor();
    await say(page, 'When does the bakery open on Mondays?');
    await page.getByRole('group', { name: 'Sources' }).getByRole('button').first().click();
    await page.getByRole('log').locator('blockquote').waitFor();
    expect(await page.locator('kyrochat-widget').locator('img, script, svg[onload]').count()).toBe(0);
    expect(harmless(trouble)).toEqual(NONE);
    // What would become a style is no text: colours alone.
    for (const primaryColor of [
      'red;background:url(https://evil.example)',
      '#fff}*{color:red',
      'expression(1)',
    ]) {
      const answer = await owner.api.put(`/bots/${hostile.id}/widget`, { theme: { primaryColor } });
      expect(answer.status).toBe(422);
    }
  });

  suite.test(
    'visitors, documents and files do nothing to the owner, on any page of the console',
    async () => {
      const eve = await suite.person(HOSTILE_LINES[0], { bypassCSP: true });
      const hostile = await suite.bot(eve);
      await eve.api
        .patch(`/bots/${hostile.id}`, { name: HOSTILE_LINES[1], description: HOSTILE_LINES[0] })
        .expect(200);
      for (const [index, title] of HOSTILE_LINES.entries()) {
        const content = `# ${title}\n\n${XSS[index]} opens at ${index}.`;
        await eve.api.post(`/bots/${hostile.id}/documents/text`, { title, content }).expect(202);
      }
      await site.allow(eve, hostile, { identity: 'optional' });
      const secret = await identitySecret(eve, hostile);
      for (const [index, name] of HOSTILE_LINES.entries()) {
        const identity = { userId: name, name, hash: hashOf(name, secret) };
        const visitor = await visitAs(suite.app.url, hostile, { identity }, site.url);
        const question = { message: `${XSS[index]} When does the bakery open?` };
        await visitor.page.post(`/bots/${hostile.id}/chat`, question).expect(200);
      }
      await eve.api.patch(`/workspaces/${eve.workspaceId}`, { name: HOSTILE_LINES[2] });
      await waitFor('the documents to be read', async () => {
        const { body } = await eve.api.get(`/bots/${hostile.id}`);
        return body.documents.ready === HOSTILE_LINES.length + 1;
      });

      const { page, trouble } = await eve.open('/bots');
      await settled(page);
      for (const [place, path] of Object.entries(await consolePlaces(eve, hostile))) {
        await go(page, path);
        const lively = page
          .locator('main')
          .locator('img[src="x"], script, iframe:not([title]), [onerror], [onload]');
        expect([place, await lively.count()]).toEqual([place, 0]);
      }
      await go(page, `/bots/${hostile.id}/conversations`);
      await page.getByText(HOSTILE_LINES[1], { exact: true }).last().waitFor();
      expect(harmless(trouble)).toEqual(NONE);
    },
  );

  suite.test('nor does the title of a fetched page, wherever it is shown', async () => {
    const eve = await suite.person('Eve', { bypassCSP: true });
    const reader = await suite.bot(eve);
    const title = HOSTILE_LINES.join(' ');
    const escaped = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    suite.web.pages.set(
      'https://example.com/page',
      `<title>${escaped}</title><h1>${escaped}</h1><p>The mill grinds at midnight. ${'It is an old mill. '.repeat(20)}</p>`,
    );
    await eve.api.post(`/bots/${reader.id}/documents/url`, { url: 'https://example.com/page' }).expect(202);
    const read = await waitFor('the page to be read', async () => {
      const { body } = await eve.api.get(`/bots/${reader.id}/documents?status=ready&q=alert`);
      return body.items[0];
    });
    expect(read.title).toContain('<img src=x onerror=alert(2)>');
    await site.allow(eve, reader);

    const lively = ':is(img[src="x"], script:not([src]), [onerror], [onload])';
    const { page: widget, trouble: inWidget } = await openWidget(reader);
    await say(widget, 'When does the mill grind?');
    await widget.getByRole('group', { name: 'Sources' }).getByText('onerror=alert(2)').first().click();
    await widget.getByRole('log').locator('blockquote').waitFor();
    expect(await widget.locator('kyrochat-widget').locator(lively).count()).toBe(0);
    expect(harmless(inWidget)).toEqual(NONE);

    const { page, trouble } = await eve.open(`/bots/${reader.id}/playground`);
    const shown = (within: Locator) => within.getByText('onerror=alert(2)').first().waitFor();
    const main = page.getByRole('main');
    const drawer = page.getByRole('dialog');
    await say(page, 'When does the mill grind?');
    const source = page
      .getByRole('log')
      .getByRole('button', { name: /onerror=alert\(2\)/ })
      .first();
    await source.click();
    await shown(drawer);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    await button(page, 'How it came about').last().click();
    await shown(drawer);
    await go(page, `/bots/${reader.id}/knowledge`);
    await shown(main);
    await go(page, `/bots/${reader.id}/knowledge/${read.id}`);
    await shown(main);
    const { body: conversations } = await eve.api.get(`/bots/${reader.id}/conversations`);
    for (const { id } of conversations.items) {
      await go(page, `/bots/${reader.id}/conversations/${id}`);
      await shown(page.getByRole('log'));
    }
    expect(conversations.items).toHaveLength(2);
    expect(await page.locator('body').locator(lively).count()).toBe(0);
    expect(harmless(trouble)).toEqual(NONE);
  });

  suite.test(
    'a site that is hostile to scripts in it breaks neither the widget nor its own page',
    async () => {
      const hostile = await WidgetSite.open(suite.app.url, {
        script: `
        Object.prototype.target = document.body;
        Object.prototype.server = 'https://evil.example';
        Object.prototype.identity = { token: 'forged' };
        Object.prototype.config = { texts: {}, theme: {} };
        Array.prototype.last = () => alert(2);
        setInterval(() => postMessage({ type: 'completed', message: { content: '<img src=x onerror=alert(3)>' } }, '*'), 20);
      `,
      });
      suite.model.play({ tokens: ['It opens at 6:30.'] });
      await hostile.allow(owner, bot);
      const { page, trouble } = await openPage(suite.browser, hostile.url);
      await page.goto(hostile.pageOf(bot));
      await button(page, 'Open the chat').click();
      await say(page, 'When does the bakery open?');
      await page.getByRole('log').getByText('It opens at 6:30.').waitFor();
      expect(harmless(trouble)).toEqual(NONE);
      hostile.close();
      await site.allow(owner, bot);
    },
  );

  suite.test('no page of the console can be put into a frame of another site', async () => {
    const { page } = await openPage(suite.browser, site.url);
    await page.goto(site.url);
    for (const path of ['/sign-in', '/bots', `/demo/${bot.publicKey}`]) {
      await page.evaluate(`
        new Promise((done) => {
          const frame = document.createElement('iframe');
          frame.onload = done;
          frame.src = ${JSON.stringify(suite.home + path)};
          document.body.append(frame);
        })
      `);
      const shown = await page.locator('iframe').last().contentFrame().locator('#root, main').count();
      expect([path, shown]).toEqual([path, 0]);
    }
  });
});
