import { AccessTokens, AUDIENCE } from '../../../src/auth/application/access-tokens.service.js';
import { newId } from '../../../src/kernel/id.js';
import { VisitorTokens } from '../../../src/platform/http/access/index.js';
import { createBot, type TestBot } from '../../factories/bot.factory.js';
import { registerUser, type TestUser } from '../../factories/user.factory.js';
import { ApiClient } from '../../support/api-client.js';
import { createApiKey } from '../../support/api-keys.js';
import { withClient } from '../../support/postgres.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { waitFor } from '../../support/wait-for.js';
import { hashOf, identitySecret, jwtOf, Page, show, SITE, visit } from '../../support/visitors.js';

const DAY = 86_400;

describe('sessions of visitors', () => {
  let server: TestApp;
  let owner: TestUser;
  let bot: TestBot;
  let page: Page;

  beforeAll(async () => {
    server = await startTestApp();
    owner = await registerUser(server.url);
    page = new Page(server.url);
  });
  beforeEach(async () => {
    bot = await createBot(owner.api);
    await show(owner, bot);
  });
  afterAll(() => server.close());

  const sql = <T>(text: string, params: unknown[]) =>
    withClient(server.config.databaseUrl!, async (client) => (await client.query(text, params)).rows as T[]);
  const claimsOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()) as Record<string, unknown>;

  describe('are opened', () => {
    it('with nothing at all, for somebody new, for 30 days', async () => {
      const answer = await page.open(bot);
      expect(answer.status).toBe(201);
      expect(answer.body).toEqual({
        visitorToken: expect.stringMatching(/^kyro_vt_[\w-]+\.[\w-]+\.[\w-]+$/),
        visitorId: expect.stringMatching(/^[\da-f-]{36}$/),
        botId: bot.id,
        expiresAt: expect.stringMatching(/Z$/),
        conversation: null,
      });
      const days = (Date.parse(answer.body.expiresAt as string) - Date.now()) / (DAY * 1_000);
      expect(days).toBeGreaterThan(29.9);
      expect(days).toBeLessThanOrEqual(30);
      expect(answer.headers['cache-control']).toBe('no-store');
      const other = await page.open(bot);
      expect(other.body.visitorId).not.toBe(answer.body.visitorId);
      expect(await sql('SELECT 1 FROM visitors WHERE bot_id = $1', [bot.id])).toEqual([]);
    });

    it('for the same visitor again, with a later end', async () => {
      const claims = { visitorId: newId(), botId: bot.id, identified: false };
      const tokens = server.app.get(VisitorTokens, { strict: false });
      const older = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 20 * DAY * 1_000);
      const { token } = tokens.sign(claims);
      older.mockRestore();
      const { body } = await page.open(bot, { visitorToken: token });
      expect(body.visitorId).toBe(claims.visitorId);
      expect(Number(claimsOf(body.visitorToken as string).exp)).toBeGreaterThan(
        Number(claimsOf(token).exp) + 19 * DAY,
      );
    });

    it.each<[string, () => string | Promise<string>]>([
      ['another bot’s', async () => (await visit(server.url, await shownBot())).token],
      ['over', () => expired(bot.id)],
      ['forged', () => `${forge(bot.id)}`],
      ['a person’s', () => owner.accessToken],
      ['a person’s, dressed up', () => `kyro_vt_${owner.accessToken}`],
      ['an API key', async () => (await createApiKey(owner, { scopes: ['chat:send'] })).key],
      ['no token at all', () => 'x'],
    ])('for somebody new when the former token is %s', async (_, token) => {
      const former = await token();
      const { status, body } = await page.open(bot, { visitorToken: former });
      expect([status, body.botId]).toEqual([201, bot.id]);
      expect(former).not.toContain(Buffer.from(body.visitorId as string).toString('base64url'));
      expect(body.conversation).toBeNull();
    });

    it.each([
      ['nobody’s key', 'AAAAAAAAAAAAAAAAAAAAAAAA'],
      ['an id', '01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d92'],
      ['no key', '%00'],
    ])('not for %s', async (_, publicKey) => {
      const answer = await page.open({ publicKey });
      expect([answer.status, answer.body.code]).toEqual([404, 'bot.not_found']);
    });

    it('not while the widget is switched off, nor once the bot is deleted', async () => {
      await show(owner, bot, { enabled: false });
      expect((await page.open(bot)).body.code).toBe('bot.not_found');
      await show(owner, bot);
      await page.open(bot).expect(201);
      await owner.api.delete(`/bots/${bot.id}`).expect(204);
      expect((await page.open(bot)).body.code).toBe('bot.not_found');
    });

    it('with nothing but what a session takes', async () => {
      for (const body of [
        { visitorId: newId() },
        { botId: newId() },
        { visitorToken: 7 },
        { visitorToken: 'x'.repeat(4_097) },
        { identity: 'x' },
        { identity: { userId: '' } },
        { identity: { userId: 'x'.repeat(201) } },
        { identity: { userId: 'a\nb' } },
        { identity: { email: 'nobody' } },
        { identity: { role: 'owner' } },
      ]) {
        expect([body, (await page.open(bot, body)).status]).toEqual([body, 422]);
      }
    });
  });

  describe('are for pages', () => {
    it.each<[string, string | undefined, number]>([
      ['of a site on the list', SITE, 201],
      ['of a name below a wildcard', 'https://a.b.site.example', 201],
      ['of another scheme', 'http://shop.example', 201],
      ['of another port', 'https://shop.example:8443', 403],
      ['of a name below one without a wildcard', 'https://www.shop.example', 403],
      ['of the wildcard’s own name', 'https://site.example', 403],
      ['of a longer name', 'https://shop.example.evil.example', 403],
      ['of a name that ends alike', 'https://evilshop.example', 403],
      ['that hide where they are', 'null', 403],
      ['that are files', 'file://', 403],
      ['of an international name', 'https://xn--bcher-kva.example', 201],
      ['of that name in another spelling', 'https://bücher.example', 403],
      ['of a name that ends with a dot', 'https://shop.example.', 403],
      ['of a name in capitals, as no browser writes it', 'https://SHOP.example', 403],
      ['with a path for an origin', `${SITE}/path`, 403],
      ['of nowhere', undefined, 403],
    ])('%s: %s answers %d', async (_, origin, status) => {
      await show(owner, bot, { allowedDomains: ['shop.example', '*.site.example', 'bücher.example'] });
      // supertest would keep the default for undefined.
      const asked = new Page(server.url, origin ?? '');
      const call = origin === undefined ? new ApiClient(server.url).post(path(), {}) : asked.open(bot);
      const answer = await call;
      expect([answer.status, answer.body.code]).toEqual([
        status,
        status === 403 ? 'widget.origin_not_allowed' : undefined,
      ]);
    });

    it('of our own, whatever the list says', async () => {
      await show(owner, bot, { allowedDomains: [] });
      await new Page(server.url, server.url).open(bot).expect(201);
      await new Page(server.url, server.config.publicUrl).open(bot).expect(201);
      await page.open(bot).expect(403);
    });

    it('and not for programs that pose as a page’s own fetch', async () => {
      const posing = new ApiClient(server.url).post(path(), {}).set('Sec-Fetch-Site', 'same-origin');
      expect((await posing).status).toBe(403);
    });

    const path = () => `/public/bots/${bot.publicKey}/sessions`;
  });

  describe('of users whom the site names', () => {
    let secret: string;
    beforeEach(async () => {
      await show(owner, bot, { identity: 'optional' });
      secret = await identitySecret(owner, bot);
    });
    const hashed = (userId: string, more: object = {}) => ({
      identity: { userId, hash: hashOf(userId, secret), ...more },
    });
    const soon = () => Math.floor(Date.now() / 1_000) + 60;

    it('are the same visitor’s every time, by hash and by token, with or without a former token', async () => {
      const first = await visit(server.url, bot, hashed('user-1', { name: 'Ada', email: 'ada@example.com' }));
      const anonymous = await visit(server.url, bot);
      const again = await visit(server.url, bot, { ...hashed('user-1'), visitorToken: anonymous.token });
      const byToken = await visit(server.url, bot, {
        identity: { token: jwtOf({ sub: 'user-1', exp: soon() }, secret) },
      });
      const other = await visit(server.url, bot, hashed('user-2'));
      expect([again.id, byToken.id]).toEqual([first.id, first.id]);
      expect(new Set([first.id, anonymous.id, other.id]).size).toBe(3);
      const rows = await sql('SELECT external_id, name, email FROM visitors WHERE bot_id = $1 ORDER BY 1', [
        bot.id,
      ]);
      expect(rows).toEqual([
        { external_id: 'user-1', name: 'Ada', email: 'ada@example.com' },
        { external_id: 'user-2', name: null, email: null },
      ]);
    });

    it('begin once, however many ask at the same time', async () => {
      const ids = await Promise.all(
        Array.from({ length: 20 }, async () => (await visit(server.url, bot, hashed('racer'))).id),
      );
      expect(new Set(ids).size).toBe(1);
    });

    it('are another visitor’s with another bot, even by the same name', async () => {
      const other = await shownBot({ identity: 'optional' });
      const otherSecret = await identitySecret(owner, other);
      const one = await visit(server.url, bot, hashed('user-1'));
      const two = await visit(server.url, other, {
        identity: { userId: 'user-1', hash: hashOf('user-1', otherSecret) },
      });
      expect(two.id).not.toBe(one.id);
      expect((await page.open(other, hashed('user-1'))).body.code).toBe('widget.identity_invalid');
    });

    it('show names as the token has them', async () => {
      const claims = { sub: 'ü-user', name: 'Zoë 你好', email: 'zoe@example.com', iat: soon() - 60 };
      await visit(server.url, bot, { identity: { token: jwtOf(claims, secret), name: 'Mallory' } });
      const rows = await sql('SELECT external_id, name, email FROM visitors WHERE bot_id = $1', [bot.id]);
      expect(rows).toEqual([{ external_id: 'ü-user', name: 'Zoë 你好', email: 'zoe@example.com' }]);
    });

    it.each<[string, () => object]>([
      ['nothing that is signed', () => ({ userId: 'user-1' })],
      ['a hash of nobody', () => ({ hash: hashOf('user-1', secret) })],
      ['another user’s hash', () => ({ userId: 'user-1', hash: hashOf('user-2', secret) })],
      ['a hash by another secret', () => ({ userId: 'user-1', hash: hashOf('user-1', 'guess') })],
      ['a hash by an empty secret', () => ({ userId: 'user-1', hash: hashOf('user-1', '') })],
      ['an empty hash', () => ({ userId: 'user-1', hash: '' })],
      ['half a hash', () => ({ userId: 'user-1', hash: hashOf('user-1', secret).slice(0, 32) })],
      ['a hash that is none', () => ({ userId: 'user-1', hash: 'g'.repeat(64) })],
      ['a hash of other letters', () => ({ userId: 'USER-1', hash: hashOf('user-1', secret) })],
      ['a token by another secret', () => ({ token: jwtOf({ sub: 'user-1' }, 'guess') })],
      ['a token that is over', () => ({ token: jwtOf({ sub: 'user-1', exp: soon() - 120 }, secret) })],
      ['a token that is not yet good', () => ({ token: jwtOf({ sub: 'user-1', nbf: soon() + 60 }, secret) })],
      ['a token of nobody', () => ({ token: jwtOf({ name: 'Ada' }, secret) })],
      ['a token of a number', () => ({ token: jwtOf({ sub: 1 }, secret) })],
      ['a token of a list', () => ({ token: jwtOf({ sub: ['user-1'] }, secret) })],
      ['a token of a blank', () => ({ token: jwtOf({ sub: ' ' }, secret) })],
      ['a token with a NUL', () => ({ token: jwtOf({ sub: 'user-1\u0000' }, secret) })],
      ['a token with half a letter', () => ({ token: jwtOf({ sub: '\ud800' }, secret) })],
      ['a token with a name that poses', () => ({ token: jwtOf({ sub: 'u', name: 'a\u202eb' }, secret) })],
      ['a token with an object for a name', () => ({ token: jwtOf({ sub: 'u', name: {} }, secret) })],
      ['a token that nobody signed', () => ({ token: jwtOf({ sub: 'user-1' }, secret, { alg: 'none' }) })],
      ['a token that NoNe signed', () => ({ token: jwtOf({ sub: 'user-1' }, secret, { alg: 'NoNe' }) })],
      ['a token of another algorithm', () => ({ token: jwtOf({ sub: 'user-1' }, secret, { alg: 'HS512' }) })],
      ['our own visitor’s token', () => ({ token: forge(bot.id) })],
      ['our own access token', () => ({ token: owner.accessToken })],
      [
        'both, of which the token is bad',
        () => ({ userId: 'user-1', hash: hashOf('user-1', secret), token: 'x' }),
      ],
    ])('are refused with %s', async (_, identity) => {
      const answer = await page.open(bot, { identity: identity() });
      expect([answer.status, answer.body.code]).toEqual([401, 'widget.identity_invalid']);
      expect(await sql('SELECT 1 FROM visitors WHERE bot_id = $1', [bot.id])).toEqual([]);
    });

    it('are refused by a secret that was replaced, at once, while their tokens go on', async () => {
      const before = await visit(server.url, bot, hashed('user-1'));
      const old = hashed('user-1');
      secret = await identitySecret(owner, bot);
      expect((await page.open(bot, old)).body.code).toBe('widget.identity_invalid');
      const after = await visit(server.url, bot, hashed('user-1'));
      expect(after.id).toBe(before.id);
      await before.page.get(`/bots/${bot.id}/conversations`).expect(200);
    });

    it('are refused when there is no secret', async () => {
      const other = await shownBot({ identity: 'optional' });
      const forged = { userId: 'user-1', hash: hashOf('user-1', '') };
      expect((await page.open(other, { identity: forged })).body.code).toBe('widget.identity_invalid');
    });

    it('are anybody’s where the bot does not care who it is', async () => {
      await show(owner, bot, { identity: 'off' });
      const one = await visit(server.url, bot, { identity: { userId: 'user-1', hash: 'whatever' } });
      const two = await visit(server.url, bot, { identity: { userId: 'user-1', hash: 'whatever' } });
      expect(one.id).not.toBe(two.id);
    });

    it('are the only ones where the bot is for nobody else, also for those who came before', async () => {
      const [anonymous, known] = [
        await visit(server.url, bot),
        await visit(server.url, bot, hashed('user-1')),
      ];
      await anonymous.page.get(`/bots/${bot.id}/conversations`).expect(200);
      await show(owner, bot, { identity: 'required' });
      for (const body of [{}, { visitorToken: anonymous.token }, { visitorToken: known.token }]) {
        const answer = await page.open(bot, body);
        expect([answer.status, answer.body.code]).toEqual([401, 'widget.identity_required']);
      }
      await anonymous.page.get(`/bots/${bot.id}/conversations`).expect(401);
      await known.page.get(`/bots/${bot.id}/conversations`).expect(200);
      await page.open(bot, hashed('user-1')).expect(201);
    });

    it('are forgotten with the bot', async () => {
      await visit(server.url, bot, hashed('user-1', { name: 'Ada' }));
      await owner.api.delete(`/bots/${bot.id}`).expect(204);
      await gone('SELECT 1 FROM visitors WHERE bot_id = $1', [bot.id]);
    });
  });

  describe('are no accounts:', () => {
    it('the token of a visitor opens nothing that is for people', async () => {
      const { token } = await visit(server.url, bot);
      const api = new ApiClient(server.url, token);
      const anonymous = new ApiClient(server.url);
      for (const call of [
        api.get('/auth/me'),
        api.get('/auth/sessions'),
        api.get('/workspaces'),
        api.get('/bots'),
        api.get(`/bots/${bot.id}`),
        api.patch(`/bots/${bot.id}`, { name: 'Mine' }),
        api.get(`/bots/${bot.id}/widget`),
        api.get(`/bots/${bot.id}/documents`),
        api.post(`/bots/${bot.id}/search`, { query: 'x' }),
        api.get('/admin/users'),
      ]) {
        expect((await call.set('Origin', SITE)).status).toBe(403);
      }
      for (const refreshToken of [token, token.slice('kyro_vt_'.length)]) {
        expect([401, 422]).toContain((await anonymous.post('/auth/refresh', { refreshToken })).status);
      }
    });

    it('it is good only as it is, and nothing else is good in its place', async () => {
      const { token, page: own } = await visit(server.url, bot);
      const bare = token.slice('kyro_vt_'.length);
      const access = server.app.get(AccessTokens, { strict: false });
      const session = { id: String(claimsOf(owner.accessToken).sid), userId: owner.id };
      const list = `/bots/${bot.id}/conversations`;
      await own.get(list).expect(200);
      for (const bad of [
        bare,
        `kyro_vt_${owner.accessToken}`,
        `kyro_vt_${access.sign(session, AUDIENCE.widget, 900)}`,
        `kyro_vt_${access.sign(session, AUDIENCE.dashboard, 900)}`,
        access.sign(session, AUDIENCE.widget, 900),
        `${token}x`,
        `KYRO_VT_${bare}`,
        `kyro_vt_${forge(bot.id)}`,
        `kyro_vt_${jwtOf(claimsOf(bare), server.config.jwtSecret, { alg: 'none' })}`,
        `kyro_vt_${jwtOf(claimsOf(bare), server.config.jwtSecret, { alg: 'HS512' })}`,
        `kyro_vt_${jwtOf({ ...claimsOf(bare), aud: 'kyrochat:api' }, server.config.jwtSecret)}`,
        `kyro_vt_${jwtOf({ ...claimsOf(bare), typ: 'access' }, server.config.jwtSecret)}`,
        `kyro_vt_${jwtOf({ ...claimsOf(bare), exp: undefined }, server.config.jwtSecret)}`,
        `kyro_vt_${jwtOf({ ...claimsOf(bare), iss: 'other' }, server.config.jwtSecret)}`,
        `kyro_vt_${jwtOf({ ...claimsOf(bare), sub: 'x' }, server.config.jwtSecret)}`,
        expired(bot.id),
      ]) {
        const answer = await own.as(bad).get(list);
        expect([bad, answer.status, answer.body.code]).toEqual([bad, 401, 'auth.unauthenticated']);
      }
      // The proof that the claims above were good ones.
      await own
        .as(`kyro_vt_${jwtOf(claimsOf(bare), server.config.jwtSecret)}`)
        .get(list)
        .expect(200);
    });
  });

  /** Signed as well as anybody can who does not have our key. */
  function forge(botId: string): string {
    const exp = Math.floor(Date.now() / 1_000) + DAY;
    const claims = { typ: 'visitor', bot: botId, sub: newId(), iss: 'kyrochat', aud: 'kyrochat:widget', exp };
    return jwtOf(claims, 'guess');
  }

  function expired(botId: string): string {
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 31 * DAY * 1_000);
    const { token } = server.app
      .get(VisitorTokens, { strict: false })
      .sign({ visitorId: newId(), botId, identified: false });
    clock.mockRestore();
    return token;
  }

  async function shownBot(config: object = {}): Promise<TestBot> {
    const made = await createBot(owner.api);
    await show(owner, made, config);
    return made;
  }

  async function gone(text: string, params: unknown[]): Promise<void> {
    await waitFor('the rows to go', async () => (await sql(text, params)).length === 0);
  }
});
