import request from 'supertest';

import { PasswordHasher } from '../../src/auth/application/ports/password-hasher.port.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

/** Remembers how many passwords were looked at; as slow as nothing, since thousands are guessed here. */
class CountingHasher extends PasswordHasher {
  checked = 0;

  async hash(password: string): Promise<string> {
    return `plain:${password}`;
  }

  async verify(password: string, stored: string | undefined): Promise<boolean> {
    this.checked += 1;
    return stored === `plain:${password}`;
  }

  isOutdated(): boolean {
    return false;
  }
}

const GUESSES = 1_000;
const VICTIM_ADDRESS = '192.0.2.10';

let lastAddress = 0;
const freshAddress = () => `203.${(lastAddress += 1) >> 16}.${(lastAddress >> 8) & 255}.${lastAddress & 255}`;

describe('guessing passwords', () => {
  let server: TestApp;
  const hasher = new CountingHasher();

  beforeAll(async () => {
    server = await startTestApp({
      env: { RATE_LIMITS: 'on', TRUSTED_PROXIES: '1' },
      override: (builder) => builder.overrideProvider(PasswordHasher).useValue(hasher),
    });
  });
  afterAll(() => server.close());
  beforeEach(() => (hasher.checked = 0));

  const login = (email: string, password: string, address: string, cookie: string[] = []) =>
    request(server.url)
      .post('/api/v1/auth/login')
      .set('X-Forwarded-For', address)
      .set('Cookie', cookie)
      .send({ email, password });

  async function statuses(attempt: (i: number) => PromiseLike<{ status: number }>): Promise<number[]> {
    const all: number[] = [];
    for (let i = 0; i < GUESSES; i += 50) {
      const bundle = Array.from({ length: 50 }, (_, j) => attempt(i + j));
      all.push(...(await Promise.all(bundle)).map(({ status }) => status));
    }
    return all;
  }

  const kinds = (answers: number[]) => [...new Set(answers)].sort();

  /** A person whose browser has signed in before, and the cookies it keeps. */
  async function victim(): Promise<{ user: TestUser; cookies: string[] }> {
    const user = await registerUser(server.url);
    const { status, headers } = await login(user.email, user.password, VICTIM_ADDRESS);
    expect(status).toBe(200);
    const cookies = (headers['set-cookie'] as unknown as string[]).filter((line) =>
      line.startsWith('kyro_devices='),
    );
    expect(cookies[0]).toMatch(/HttpOnly.*SameSite=Strict/);
    return { user, cookies: cookies.map((line) => line.split(';')[0]) };
  }

  it('from one address at one account is stopped after ten, the right password included', async () => {
    const { user } = await victim();
    hasher.checked = 0;
    const address = freshAddress();
    const answers = await statuses((i) => login(user.email, `guess ${i}`, address));
    expect(kinds(answers)).toEqual([401, 429]);
    expect(hasher.checked).toBe(10);
    expect((await login(user.email, user.password, address)).status).toBe(429);
    expect((await login(user.email, user.password, VICTIM_ADDRESS)).status).toBe(200);
    // One address cannot use up what everybody else has: from a third one, the account still opens.
    expect((await login(user.email, user.password, freshAddress())).status).toBe(200);
  });

  it('from a thousand addresses at one account is stopped, while its owner gets in', async () => {
    const { user, cookies } = await victim();
    hasher.checked = 0;
    const answers = await statuses((i) => login(user.email, `guess ${i}`, freshAddress()));
    expect(kinds(answers)).toEqual([401, 429]);
    expect(hasher.checked).toBeLessThanOrEqual(50);
    expect((await login(user.email, user.password, freshAddress())).status).toBe(429);
    // From the browser that was used before, wherever it is now; and from the address, with another browser.
    expect((await login(user.email, user.password, freshAddress(), cookies)).status).toBe(200);
    expect((await login(user.email, user.password, VICTIM_ADDRESS)).status).toBe(200);
  });

  it('with the cookie of a known browser is limited as well, and forged or foreign ones know nobody', async () => {
    const { user, cookies } = await victim();
    const other = await victim();
    hasher.checked = 0;
    const answers = await statuses((i) => login(user.email, `guess ${i}`, freshAddress(), cookies));
    expect(kinds(answers)).toEqual([401, 429]);
    expect(hasher.checked).toBe(10);
    // The account itself is not touched by that.
    expect((await login(user.email, user.password, freshAddress())).status).toBe(200);
    await statuses((i) => login(user.email, `guess ${i}`, freshAddress()));
    const bent = [cookies[0].slice(0, -2) + (cookies[0].endsWith('AA') ? 'BB' : 'AA')];
    for (const cookie of [other.cookies, bent, ['kyro_devices=x'], ['kyro_devices=!!.1.!']]) {
      expect((await login(user.email, user.password, freshAddress(), cookie)).status).toBe(429);
    }
  });

  it('one password at a thousand accounts from one address is stopped', async () => {
    const address = freshAddress();
    const answers = await statuses((i) => login(`person-${i}@example.com`, 'Winter2026!', address));
    expect(kinds(answers)).toEqual([401, 429]);
    expect(hasher.checked).toBe(30);
  });

  it('of unknown accounts is answered like of known ones', async () => {
    const { user } = await victim();
    const sequence = async (email: string) => {
      const address = freshAddress();
      const answers = [];
      for (let i = 0; i < 12; i++) {
        const { status, headers, body } = await login(email, 'wrong password', address);
        answers.push([status, body.code, headers.ratelimit?.replace(/t=\d+/g, 't'), headers['set-cookie']]);
      }
      return answers;
    };
    const known = await sequence(user.email);
    expect(known.map(([status]) => status)).toEqual([...Array<number>(10).fill(401), 429, 429]);
    expect(await sequence('nobody-at-all@example.com')).toEqual(known);
  });

  it('in other spellings of an address is the same account', async () => {
    const { user } = await victim();
    const address = freshAddress();
    const spelled = [user.email.toUpperCase(), ` ${user.email} `, user.email.replace('@', '＠')];
    hasher.checked = 0;
    await statuses((i) => login(spelled[i % 3], `guess ${i}`, address));
    expect(hasher.checked).toBe(10);
  });

  it('costs people who do know their password nothing much', async () => {
    const { user } = await victim();
    const address = freshAddress();
    for (let i = 0; i < 30; i++) {
      expect((await login(user.email, user.password, address)).status).toBe(200);
    }
  });

  it('at the queue dashboard draws on the same budgets', async () => {
    const { user } = await victim();
    const address = freshAddress();
    hasher.checked = 0;
    const guess = () =>
      request(server.url)
        .post('/queues/login')
        .set('X-Forwarded-For', address)
        .type('form')
        .send({ email: user.email, password: 'a wrong password' });
    for (let i = 0; i < 10; i++) expect((await guess()).status).toBe(401);
    const refused = await guess();
    expect(refused.status).toBe(429);
    expect((await login(user.email, user.password, address)).status).toBe(429);
    expect(hasher.checked).toBe(10);
  });
});
