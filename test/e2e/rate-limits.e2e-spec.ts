import { ModulesContainer } from '@nestjs/core';
import { io, type Socket } from 'socket.io-client';
import request from 'supertest';

import { AppConfig } from '../../src/platform/config/index.js';
import { LIMITED, RATE_LIMITS, RateLimiter } from '../../src/platform/http/limits/index.js';
import { createBot } from '../factories/bot.factory.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ApiClient } from '../support/api-client.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';

/** A proxy before us, so that a test can be many addresses; one secret, so that instances know each other's tokens. */
const ON = { RATE_LIMITS: 'on', TRUSTED_PROXIES: '1', JWT_SECRET: 'k3Jv0pQ9xWm2ZtR7uYb5NcD8eFg1HaLs' };
const SEARCHES = RATE_LIMITS.search.budgets[0].points;

let lastAddress = 0;
/** An address that no other test uses. */
const freshAddress = () => `203.0.${(lastAddress += 1) >> 8}.${lastAddress & 255}`;

const anonymous = (server: TestApp, headers: Record<string, string> = {}) =>
  request(server.url).get('/api/v1/nothing-here').set(headers);
const from = (address: string) => ({ 'X-Forwarded-For': address });

/** Statuses of as many requests as `points`, one after another in bundles, and then one more. */
async function exhaust(points: number, ask: () => PromiseLike<{ status: number }>): Promise<number[]> {
  const statuses: number[] = [];
  while (statuses.length < points) {
    const bundle = Math.min(50, points - statuses.length);
    statuses.push(...(await Promise.all(Array.from({ length: bundle }, ask))).map(({ status }) => status));
  }
  return statuses;
}

describe('rate limits', () => {
  let server: TestApp;
  let user: TestUser;
  let botId: string;
  let searchHere: (by?: TestUser, bot?: string) => request.Test;

  beforeAll(async () => {
    server = await startTestApp({ env: ON });
    user = await registerUser(server.url);
    botId = (await createBot(user.api)).id;
    searchHere = (by = user, bot = botId) => by.api.post(`/bots/${bot}/search`, { query: 'holidays' });
  });
  afterAll(() => server.close());

  it('tells on every limited answer what is left, in the form of the current draft', async () => {
    const { status, headers } = await searchHere();
    expect(status).toBe(200);
    expect(headers['ratelimit-policy']).toBe(
      '"requests-person";q=1200;w=60, "search-person";q=120;w=60, "search-bot";q=1200;w=60',
    );
    expect(headers.ratelimit).toMatch(
      /^"requests-person";r=\d+;t=\d+, "search-person";r=119;t=60, "search-bot";r=1199;t=60$/,
    );
    const open = await anonymous(server, from(freshAddress()));
    expect(open.headers.ratelimit).toBe('"anonymous-ip";r=599;t=60');
    expect(open.headers['retry-after']).toBeUndefined();
  });

  it('refuses what goes beyond a budget, in four languages, and says when to come back', async () => {
    const statuses = await exhaust(SEARCHES, () => searchHere());
    expect(statuses.filter((status) => status === 429).length).toBe(1);
    const titles = new Set<string>();
    for (const locale of ['en', 'es', 'fr', 'de']) {
      const refused = await searchHere().set('Accept-Language', locale);
      expect(refused.status).toBe(429);
      expect(refused.headers['content-type']).toContain('application/problem+json');
      const seconds = Number(refused.headers['retry-after']);
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(60);
      expect(refused.headers.ratelimit).toBe(`"search-person";r=0;t=${seconds}`);
      expect(refused.body).toMatchObject({ code: 'limit.exceeded', status: 429, retryAfter: seconds });
      expect(refused.body.detail).toContain(String(seconds));
      titles.add(refused.body.detail);
    }
    expect(titles.size).toBe(4);
  });

  it('gives everyone a budget of their own', async () => {
    const other = await registerUser(server.url);
    const otherBot = (await createBot(other.api)).id;
    expect((await searchHere()).status).toBe(429);
    expect((await searchHere(other, otherBot)).status).toBe(200);
    expect((await user.api.get('/bots')).status).toBe(200);
  });

  it('lets strangers neither use up the budget of a bot nor learn from it that the bot is there', async () => {
    const owner = await registerUser(server.url);
    const bot = (await createBot(owner.api)).id;
    const stranger = await registerUser(server.url);
    for (let i = 0; i < 20; i++) {
      const foreign = await searchHere(stranger, bot);
      expect(foreign.status).toBe(404);
      expect(foreign.headers.ratelimit).not.toContain('search-bot');
    }
    expect((await searchHere(owner, bot)).headers.ratelimit).toContain('"search-bot";r=1199');
  });

  describe('of an address', () => {
    const ANONYMOUS = RATE_LIMITS.anonymous.budgets[0].points;

    it('count what comes without credentials, and leave other addresses and people alone', async () => {
      const address = freshAddress();
      const statuses = await exhaust(ANONYMOUS, () => anonymous(server, from(address)));
      expect(new Set(statuses)).toEqual(new Set([404]));
      expect((await anonymous(server, from(address))).status).toBe(429);
      expect((await request(server.url).get('/docs/').set(from(address))).status).toBe(429);
      expect((await anonymous(server, from(freshAddress()))).status).toBe(404);
      expect((await user.api.get('/auth/me').set(from(address))).status).toBe(200);
      expect((await request(server.url).get('/health/live').set(from(address))).status).toBe(200);
    });

    it('count bad credentials, whatever they were tried on', async () => {
      const address = freshAddress();
      const points = RATE_LIMITS['refused-credentials'].budgets[0].points;
      const bad = (path: string) => () =>
        request(server.url).get(`/api/v1${path}`).set(from(address)).set('Authorization', 'Bearer nonsense');
      expect(new Set(await exhaust(points / 2, bad('/auth/me')))).toEqual(new Set([401]));
      expect(new Set(await exhaust(points / 2, bad('/nothing-here')))).toEqual(new Set([404]));
      expect((await bad('/auth/me')()).status).toBe(429);
      const socket = io(`${server.url}/chat`, {
        transports: ['websocket'],
        extraHeaders: from(address),
        auth: { token: user.accessToken },
        reconnection: false,
      });
      await new Promise((resolve) => socket.once('connect_error', resolve));
      socket.close();
    });

    it('take all of an IPv6 network together, and an IPv4 address however it is written', async () => {
      const left = async (address: string) => (await anonymous(server, from(address))).headers.ratelimit;
      expect(await left('2001:db8:7:7::1')).toContain('r=599');
      expect(await left('2001:db8:7:7:ffff:1:2:3')).toContain('r=598');
      expect(await left('2001:db8:7:8::1')).toContain('r=599');
      const address = freshAddress();
      expect(await left(address)).toContain('r=599');
      expect(await left(`::ffff:${address}`)).toContain('r=598');
    });

    it('believe only what the trusted proxy wrote', async () => {
      const address = freshAddress();
      const left = async (headers: Record<string, string>) =>
        (await anonymous(server, headers)).headers.ratelimit;
      expect(await left(from(`198.51.100.1, ${address}`))).toContain('r=599');
      expect(await left(from(`198.51.100.2, 10.0.0.1, ${address}`))).toContain('r=598');
      const others = { 'X-Real-IP': '198.51.100.3', Forwarded: 'for=198.51.100.4', 'X-Client-IP': '1.2.3.4' };
      expect(await left({ ...from(address), ...others })).toContain('r=597');
    });
  });

  it('believe no header at all without trusted proxies, and as many as are configured', async () => {
    for (const proxies of [0, 2]) {
      const app = await startTestApp({ env: { RATE_LIMITS: 'on', TRUSTED_PROXIES: String(proxies) } });
      try {
        const left: string[] = [];
        for (let i = 0; i < 3; i++) {
          // The client writes the first, our outer proxy the second, our inner proxy the last.
          const chain = `198.51.100.${i}, 203.0.113.9, 192.0.2.1`;
          left.push((await anonymous(app, from(chain))).headers.ratelimit);
        }
        expect(left.map((text) => /r=(\d+)/.exec(text)![1])).toEqual(['599', '598', '597']);
      } finally {
        await app.close();
      }
    }
  });

  describe('of sockets', () => {
    const connect = (address: string, token = user.accessToken): Socket =>
      io(`${server.url}/documents`, {
        transports: ['websocket'],
        extraHeaders: from(address),
        auth: { token },
        reconnection: false,
        forceNew: true,
      });
    const outcome = (socket: Socket) =>
      new Promise<string>((resolve) => {
        socket.once('connect', () => resolve('connected'));
        socket.once('connect_error', () => resolve('refused'));
      });

    it('refuse handshakes before the upgrade, by address', async () => {
      const address = freshAddress();
      const points = RATE_LIMITS['socket-handshakes'].budgets[0].points;
      const poll = () => request(server.url).get('/socket.io/?EIO=4&transport=polling').set(from(address));
      expect(new Set(await exhaust(points, poll))).toEqual(new Set([200]));
      const refused = await poll();
      expect(refused.status).toBe(429);
      expect(refused.body).toMatchObject({ code: 'limit.exceeded' });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      const late = connect(address);
      expect(await outcome(late)).toBe('refused');
      late.close();
      const elsewhere = connect(freshAddress());
      expect(await outcome(elsewhere)).toBe('connected');
      elsewhere.close();
    });

    it('share the budget for asking with HTTP', async () => {
      const asker = await registerUser(server.url);
      const bot = (await createBot(asker.api)).id;
      const points = RATE_LIMITS.chat.budgets[0].points;
      const ask = () => asker.api.post(`/bots/${bot}/chat`, { message: '' });
      // A question that is refused for its form has been asked all the same.
      expect(new Set(await exhaust(points, ask))).toEqual(new Set([422]));
      expect((await ask()).status).toBe(429);
      const socket = io(`${server.url}/chat`, {
        transports: ['websocket'],
        auth: { token: asker.accessToken },
        reconnection: false,
      });
      expect(await outcome(socket)).toBe('connected');
      const answer = await socket.emitWithAck('message:send', { botId: bot, content: 'Hello' });
      expect(answer).toMatchObject({ ok: false, problem: { code: 'limit.exceeded', status: 429 } });
      const other = await socket.emitWithAck('message:stop', { messageId: bot });
      expect(other).toMatchObject({ ok: false, problem: { status: 404 } });
      socket.close();
    });
  });

  it('stand on every route and event that is worth attacking', () => {
    const types = [...server.app.get(ModulesContainer).values()].flatMap(({ controllers, providers }) =>
      [...controllers.values(), ...providers.values()].map(({ metatype }) => metatype as unknown),
    );
    const limited = types.flatMap((type) => {
      const { prototype = {}, name: owner } = (type ?? {}) as { prototype?: object; name?: string };
      return Object.entries(Object.getOwnPropertyDescriptors(prototype))
        .filter(([, { value }]) => typeof value === 'function' && Reflect.hasMetadata(LIMITED, value))
        .map(([name]) => `${owner}.${name}`);
    });
    expect(limited).toEqual(
      expect.arrayContaining([
        'AuthController.login',
        'AuthController.register',
        'MailedLinksController.forgotPassword',
        'MailedLinksController.resetPassword',
        'MailedLinksController.verifyEmail',
        'MailedLinksController.resendVerification',
        'MailedLinksController.resendVerificationTo',
        'MailedLinksController.changeEmail',
        'MailedLinksController.confirmEmailChange',
        'CredentialsController.changePassword',
        'CredentialsController.confirmTotp',
        'CredentialsController.removeTotp',
        'AccountDeletionController.schedule',
        'InvitationsController.invite',
        'OffersController.lookUp',
        'OffersController.accept',
        'BotDocumentsController.upload',
        'BotDocumentsController.addText',
        'BotDocumentsController.addUrl',
        'BotDocumentsController.search',
        'ChatController.ask',
        'ChatController.regenerate',
        'ChatGateway.send',
      ]),
    );
  });

  it('are off when the configuration says so', async () => {
    const app = await startTestApp();
    try {
      const { headers } = await anonymous(app);
      expect(headers.ratelimit).toBeUndefined();
    } finally {
      await app.close();
    }
  });
});

describe('rate limits over several instances', () => {
  let redis: TestRedis | null;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  it('are one budget in Redis', async () => {
    if (!redis) return;
    const env = { ...ON, REDIS_URL: redis.url };
    const one = await startTestApp({ env });
    const two = await startTestApp({ env, databaseUrl: one.config.databaseUrl });
    try {
      const person = await registerUser(one.url);
      const bot = (await createBot(person.api)).id;
      const search = (server: TestApp) =>
        new ApiClient(server.url, person.accessToken).post(`/bots/${bot}/search`, { query: 'holidays' });
      let turn = 0;
      const statuses = await exhaust(SEARCHES + 30, () => search((turn += 1) % 2 ? one : two));
      expect(statuses.filter((status) => status === 200).length).toBe(SEARCHES);
      expect(statuses.filter((status) => status === 429).length).toBe(30);
    } finally {
      await two.close();
      await one.close();
    }
  });

  it('are a budget of each instance while Redis is away, and nothing fails or waits for it', async () => {
    if (!redis) return;
    const config = AppConfig.load({ ...ON, REDIS_URL: redis.url, DATA_DIR: '/tmp' });
    const [one, two] = [new RateLimiter(config), new RateLimiter(config)];
    const left = async (limiter: RateLimiter, person = 'user:2') =>
      (await limiter.take(['search'], { person })).quotas.map(({ remaining }) => remaining);
    try {
      const shared = async () => (await left(one, 'user:1'))[0] === (await left(two, 'user:1'))[0] + 1;
      await waitFor('both to count in Redis', shared);
      await redis.stop();
      const began = performance.now();
      expect(await left(one)).toEqual([SEARCHES - 1]);
      expect(await left(one)).toEqual([SEARCHES - 2]);
      expect(await left(two)).toEqual([SEARCHES - 1]);
      expect(performance.now() - began).toBeLessThan(1_500);
    } finally {
      one.onApplicationShutdown();
      two.onApplicationShutdown();
    }
  });
});
