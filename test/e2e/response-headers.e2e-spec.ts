import request from 'supertest';

import { registerUser, type TestUser } from '../factories/user.factory.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const YEAR_SECONDS = 31_536_000;
const ADDRESSES = ['/', '/docs/', '/queues/login', '/health/live', '/api/v1/auth/me', '/api/v1/nothing'];

describe('every answer', () => {
  let server: TestApp;
  let user: TestUser;

  beforeAll(async () => {
    server = await startTestApp({ env: { PUBLIC_URL: 'https://kyro.example' } });
    user = await registerUser(server.url);
  });
  afterAll(() => server.close());

  const get = (path: string) => request(server.url).get(path).set('Accept', 'text/html');

  it.each(ADDRESSES)('of %s keeps browsers on TLS for a year, below our host too', async (path) => {
    const { headers } = await get(path);
    const [, seconds] = /max-age=(\d+)/.exec(headers['strict-transport-security']) ?? [];
    expect(Number(seconds)).toBeGreaterThanOrEqual(YEAR_SECONDS);
    expect(headers['strict-transport-security']).toContain('includeSubDomains');
  });

  it.each(ADDRESSES)('of %s tells other sites nothing of our addresses', async (path) => {
    expect(['no-referrer', 'same-origin']).toContain((await get(path)).headers['referrer-policy']);
  });

  it.each(ADDRESSES)('of %s is typed, in a known encoding, and not guessed at', async (path) => {
    const { headers } = await get(path);
    expect(headers['content-type']).toMatch(/^(text\/html|application\/(problem\+)?json); charset=utf-8$/i);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('to a request without TLS is the answer, not a redirect that hides the mistake', async () => {
    for (const path of ['/api/v1/auth/me', '/health/live', '/docs/openapi.json']) {
      expect((await request(server.url).get(path)).status).not.toBe(301);
      expect((await request(server.url).get(path)).headers.location).toBeUndefined();
    }
  });

  it('leads nowhere that a request names', async () => {
    for (const name of ['next', 'returnTo', 'redirect', 'url', 'continue']) {
      for (const path of ['/queues', '/queues/login', '/docs', '/api/v1/bots']) {
        const { headers } = await get(`${path}?${name}=https://evil.example/`).set(
          'X-Forwarded-Host',
          'evil.example',
        );
        expect(headers.location ?? '').not.toContain('evil.example');
      }
    }
  });

  it('is for who asked: nothing of it is given to a script tag', async () => {
    const { headers, text } = await user.api.get('/auth/me?callback=alert&jsonp=alert');
    expect(headers['content-type']).toContain('application/json');
    expect(text).not.toContain('alert');
  });
});
