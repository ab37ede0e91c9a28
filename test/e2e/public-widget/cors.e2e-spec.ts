import type { Response } from 'supertest';

import { VisitorTokens } from '../../../src/platform/http/access/index.js';
import { newId } from '../../../src/kernel/id.js';
import { createBot } from '../../factories/bot.factory.js';
import { ChatRoom } from '../../support/chat-room.js';
import { createApiKey } from '../../support/api-keys.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { Page, show, SITE, type TestVisitor, visit } from '../../support/visitors.js';

const FOREIGN = 'https://evil.example';
const ALLOW = 'access-control-allow-origin';

describe('pages of other sites', () => {
  let server: TestApp;
  let room: ChatRoom;
  let visitor: TestVisitor;
  let conversation: string;
  let message: string;

  beforeAll(async () => {
    server = await startTestApp();
    room = await ChatRoom.open(server);
    await show(room.user, room.bot);
    visitor = await visit(server.url, room.bot);
    const asked = await visitor.page.post(`/bots/${room.bot.id}/chat`, { message: 'Parental leave?' });
    [conversation, message] = [asked.body.conversationId, asked.body.message.id];
  });
  afterAll(async () => {
    room.close();
    await server.close();
  });

  const config = () => `/public/bots/${room.bot.publicKey}`;
  const visitorRoutes = (): [method: string, path: string][] => [
    ['POST', `/bots/${room.bot.id}/chat`],
    ['GET', `/bots/${room.bot.id}/conversations`],
    ['GET', `/conversations/${conversation}`],
    ['GET', `/conversations/${conversation}/messages`],
    ['GET', `/messages/${message}`],
    ['GET', `/messages/${message}/stream`],
    ['POST', `/messages/${message}/stop`],
    ['POST', `/messages/${message}/regenerate`],
    ['PUT', `/messages/${message}/feedback`],
  ];
  const ownerRoutes = (): [method: string, path: string][] => [
    ['POST', '/auth/login'],
    ['POST', '/auth/refresh'],
    ['GET', '/auth/me'],
    ['GET', '/bots'],
    ['POST', '/bots'],
    ['GET', `/bots/${room.bot.id}`],
    ['PATCH', `/bots/${room.bot.id}`],
    ['GET', `/bots/${room.bot.id}/widget`],
    ['PUT', `/bots/${room.bot.id}/widget`],
    ['POST', `/bots/${room.bot.id}/conversations`],
    ['DELETE', `/conversations/${conversation}`],
    ['PATCH', `/conversations/${conversation}`],
    ['POST', `/bots/${room.bot.id}/search`],
    ['GET', `/bots/${room.bot.id}/chat`],
    ['DELETE', `/public/bots/${room.bot.publicKey}`],
  ];

  /** Nothing that would let a page read the answer, and nothing that ever lets cookies along. */
  function expectClosed(answer: Response): void {
    const named = Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'));
    expect([answer.request.method, answer.request.url, named]).toEqual([
      answer.request.method,
      answer.request.url,
      [],
    ]);
    if (answer.status !== 204) expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
  }

  function expectOpen(answer: Response, origin: string): void {
    const { headers } = answer;
    expect(headers[ALLOW]).toBe(origin);
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    expect(headers.vary).toMatch(/\borigin\b/i);
  }

  describe('that ask beforehand', () => {
    it('may send what visitors send, and nothing else', async () => {
      const page = new Page(server.url);
      const open = [...visitorRoutes(), ['POST', `${config()}/sessions`], ['GET', config()]];
      for (const [method, path] of open) {
        const answer = await page.preflight(path, method);
        expect([path, answer.status]).toEqual([path, 204]);
        expectOpen(answer, SITE);
        expect(answer.headers['access-control-allow-methods']).toBe(method);
        expect(answer.headers['access-control-allow-headers'].toLowerCase().split(', ').sort()).toEqual([
          'authorization',
          'content-type',
          'idempotency-key',
          'last-event-id',
        ]);
        expect(Number(answer.headers['access-control-max-age'])).toBeLessThanOrEqual(600);
      }
      for (const [method, path] of ownerRoutes()) expectClosed(await page.preflight(path, method));
    });

    it('get no answer about a bot that is not for them, or is none', async () => {
      for (const origin of [FOREIGN, 'null', 'https://shop.example.evil.example', `${SITE}/`, 'file://']) {
        expectClosed(await new Page(server.url, origin).preflight(`${config()}/sessions`, 'POST'));
      }
      const unknown = '/public/bots/AAAAAAAAAAAAAAAAAAAAAAAA/sessions';
      expectClosed(await new Page(server.url).preflight(unknown, 'POST'));
    });

    it('get none where they hide who they are', async () => {
      for (const [method, path] of visitorRoutes()) {
        expectClosed(await new Page(server.url, 'null').preflight(path, method));
      }
    });

    it('get none by another spelling of an address that is not for visitors', async () => {
      const page = new Page(server.url);
      for (const path of [
        '//auth/me',
        '/auth/me/',
        '/AUTH/ME',
        '/%61uth/me',
        '/auth/me;x',
        '/bots/../auth/me',
      ]) {
        expectClosed(await page.preflight(path, 'GET'));
      }
    });
  });

  describe('that read', () => {
    it('what is public do so where the bot may be shown', async () => {
      const page = new Page(server.url);
      const answer = await page.get(config());
      expectOpen(answer, SITE);
      expect(answer.headers['cross-origin-resource-policy']).toBe('cross-origin');
      expect(answer.headers['access-control-expose-headers']).toMatch(/Retry-After/);
      expectOpen(await page.open(room.bot), SITE);
      expectOpen(await page.open(room.bot, { identity: 7 }), SITE);
      expectClosed(await new Page(server.url, FOREIGN).get(config()));
      expectClosed(await new Page(server.url, FOREIGN).open(room.bot));
      expectClosed(await page.get('/public/bots/AAAAAAAAAAAAAAAAAAAAAAAA'));
    });

    it('what their visitors get, refusals included, do so where the bot may be shown', async () => {
      const page = visitor.page;
      for (const answer of [
        await page.get(`/bots/${room.bot.id}/conversations`),
        await page.get(`/messages/${newId()}`),
        await page.post(`/bots/${room.bot.id}/chat`, { message: 7 }),
        await page.get(`/conversations/${conversation}/messages?limit=0`),
      ]) {
        expectOpen(answer, SITE);
        expect(answer.headers['cross-origin-resource-policy']).toBe('cross-origin');
      }
      const elsewhere = new Page(server.url, FOREIGN, visitor.token);
      for (const answer of [
        await elsewhere.get(`/bots/${room.bot.id}/conversations`),
        await elsewhere.post(`/bots/${room.bot.id}/chat`, { message: 'Hello?' }),
      ]) {
        expect(answer.body.code).toBe('widget.origin_not_allowed');
        // Why, and nothing else: a chat that is open while its site is taken off the list has to know.
        expectOpen(answer, FOREIGN);
      }
    });

    it('that their bot is there no more', async () => {
      const bot = await createBot(room.user.api);
      await show(room.user, bot);
      const { page } = await visit(server.url, bot);
      await room.user.api.delete(`/bots/${bot.id}`).expect(204);
      const answer = await page.get(`/bots/${bot.id}/conversations`);
      expect(answer.body.code).toBe('auth.unauthenticated');
      expectOpen(answer, SITE);
    });

    it('that a token is over, so that they can get another', async () => {
      const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 31 * 86_400_000);
      const claims = { visitorId: visitor.id, botId: room.bot.id, identified: false };
      const { token } = server.app.get(VisitorTokens, { strict: false }).sign(claims);
      clock.mockRestore();
      const answer = await new Page(server.url, SITE, token).get(`/bots/${room.bot.id}/conversations`);
      expect(answer.body.code).toBe('auth.unauthenticated');
      expectOpen(answer, SITE);
    });

    it('nothing by the credentials of a person or of a program, which work all the same', async () => {
      const { key } = await createApiKey(room.user, { scopes: ['conversations:read', 'chat:send'] });
      for (const token of [room.user.accessToken, key]) {
        const answer = await new Page(server.url, SITE, token).get(`/bots/${room.bot.id}/conversations`);
        expect(answer.status).toBe(200);
        expectClosed(answer);
      }
      for (const token of [undefined, 'x', 'kyro_vt_x', `kyro_vt_${room.user.accessToken}`]) {
        const answer = await new Page(server.url, SITE, token).get(`/bots/${room.bot.id}/conversations`);
        expect(answer.status).toBe(401);
        expectClosed(answer);
      }
    });

    it('nothing where visitors have no business, whatever they come with', async () => {
      for (const path of ['/auth/me', '/bots', `/bots/${room.bot.id}`, `/bots/${room.bot.id}/widget`]) {
        expectClosed(await visitor.page.get(path));
        expectClosed(await new Page(server.url, SITE, room.user.accessToken).get(path));
      }
      expectClosed(await visitor.page.post(`/bots/${room.bot.id}/conversations`, {}));
    });
  });

  it('that send by a form or as plain text change nothing', async () => {
    const count = async () =>
      (await room.user.api.get(`/bots/${room.bot.id}/conversations?limit=100`)).body.items.length as number;
    const before = await count();
    for (const [type, body] of [
      ['text/plain', JSON.stringify({ message: 'Hello' })],
      ['application/x-www-form-urlencoded', 'message=Hello'],
    ]) {
      const answer = await fetch(`${server.url}/api/v1/bots/${room.bot.id}/chat`, {
        method: 'POST',
        headers: { 'Content-Type': type, Origin: SITE, Authorization: `Bearer ${visitor.token}` },
        body,
      });
      expect([type, answer.status]).toEqual([type, 415]);
      const session = await fetch(`${server.url}/api/v1${config()}/sessions`, {
        method: 'POST',
        headers: { 'Content-Type': type, Origin: SITE },
        body,
      });
      expect([type, session.status]).toEqual([type, 415]);
    }
    expect(await count()).toBe(before);
  });
});
