import { createHmac } from 'node:crypto';

import request, { type Test } from 'supertest';

import type { TestBot } from '../factories/bot.factory.js';
import type { TestUser } from '../factories/user.factory.js';

/** A site that shows bots. */
export const SITE = 'https://shop.example';

/** A page of a site, which calls the API as browsers let it. */
export class Page {
  constructor(
    readonly url: string,
    readonly origin: string | undefined = SITE,
    readonly token?: string,
  ) {}

  as(token: string | undefined): Page {
    return new Page(this.url, this.origin, token);
  }

  get = (path: string): Test => this.with(request(this.url).get(`/api/v1${path}`));
  post = (path: string, body: object = {}): Test =>
    this.with(request(this.url).post(`/api/v1${path}`)).send(body);
  put = (path: string, body: object = {}): Test =>
    this.with(request(this.url).put(`/api/v1${path}`)).send(body);
  patch = (path: string, body: object = {}): Test =>
    this.with(request(this.url).patch(`/api/v1${path}`)).send(body);
  delete = (path: string): Test => this.with(request(this.url).delete(`/api/v1${path}`));

  /** What a browser asks before it sends what is not simple. */
  preflight(path: string, method: string): Test {
    return this.with(request(this.url).options(`/api/v1${path}`))
      .set('Access-Control-Request-Method', method)
      .set('Access-Control-Request-Headers', 'authorization,content-type');
  }

  open(bot: Pick<TestBot, 'publicKey'>, body: object = {}): Test {
    return this.post(`/public/bots/${bot.publicKey}/sessions`, body);
  }

  private with(test: Test): Test {
    if (this.origin !== undefined) void test.set('Origin', this.origin);
    if (this.token !== undefined) void test.set('Authorization', `Bearer ${this.token}`);
    return test;
  }
}

/** Lets the site show the bot. */
export async function show(owner: TestUser, bot: TestBot, config: object = {}): Promise<void> {
  await owner.api.put(`/bots/${bot.id}/widget`, { allowedDomains: ['shop.example'], ...config }).expect(200);
}

export interface TestVisitor {
  id: string;
  token: string;
  page: Page;
}

/** Somebody new on a page of the site, or whom the site names. */
export async function visit(
  url: string,
  bot: Pick<TestBot, 'publicKey'>,
  body: object = {},
  origin = SITE,
): Promise<TestVisitor> {
  const page = new Page(url, origin);
  const answer = await page.open(bot, body);
  if (answer.status !== 201) throw new Error(`opening a session answered ${answer.status}: ${answer.text}`);
  const { visitorId, visitorToken } = answer.body as { visitorId: string; visitorToken: string };
  return { id: visitorId, token: visitorToken, page: page.as(visitorToken) };
}

/** How a site's server signs who its user is. */
export function hashOf(userId: string, secret: string): string {
  return createHmac('sha256', secret).update(userId).digest('hex');
}

/** A JWT as a site's server makes it, of whatever claims and header. */
export function jwtOf(claims: object, secret: string, header: object = { alg: 'HS256', typ: 'JWT' }): string {
  const signed = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const hash = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' }[(header as { alg: string }).alg];
  return `${signed}.${hash ? createHmac(hash, secret).update(signed).digest('base64url') : ''}`;
}

export async function identitySecret(owner: TestUser, bot: TestBot): Promise<string> {
  return (await owner.api.post(`/bots/${bot.id}/widget/identity-secret`).expect(200)).body.secret as string;
}
