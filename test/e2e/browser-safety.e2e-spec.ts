import request from 'supertest';

import { registerUser, type TestUser } from '../factories/user.factory.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const FOREIGN = [
  'null',
  'https://evil.example',
  'https://evilkyro.example',
  'https://kyro.example.evil.example',
  'https://sub.kyro.example',
  'http://kyro.example',
  'https://kyro.example:8443',
];

describe('in a browser', () => {
  let server: TestApp;
  let user: TestUser;

  beforeAll(async () => {
    server = await startTestApp({ env: { PUBLIC_URL: 'https://kyro.example' } });
    user = await registerUser(server.url);
  });
  afterAll(() => server.close());

  const call = () => request(server.url);
  const refreshCookie = (token = user.refreshToken) => `kyro_refresh=${token}`;
  const signIn = async () => (await registerUser(server.url)).refreshToken;

  it.each([...FOREIGN, 'https://kyro.example'])('no page of %s reads the API', async (origin) => {
    const bearer = `Bearer ${user.accessToken}`;
    const answers = [
      await call().get('/api/v1/auth/me').set('Origin', origin).set('Authorization', bearer),
      await call()
        .options('/api/v1/auth/login')
        .set('Origin', origin)
        .set('Access-Control-Request-Method', 'POST')
        .set('Access-Control-Request-Headers', 'content-type'),
      await call().get('/socket.io/?EIO=4&transport=polling').set('Origin', origin),
      await call().get('/docs/openapi.json').set('Origin', origin),
    ];
    for (const { headers } of answers) {
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  it.each(['/auth/login', '/auth/register', '/auth/refresh', '/auth/logout', '/bots'])(
    'a form of another page changes nothing at %s',
    async (path) => {
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
      ]) {
        const answer = await call()
          .post(`/api/v1${path}`)
          .set('Authorization', `Bearer ${user.accessToken}`)
          .set('Content-Type', type)
          .send('{"email":"a@example.com","password":"correct horse battery"}');
        expect(answer.status).toBe(415);
        expect(answer.body.code).toBe('request.unsupported_type');
      }
    },
  );

  it.each(['/auth/refresh', '/auth/logout'])(
    '%s with the cookie takes nothing from other pages',
    async (path) => {
      const token = await signIn();
      const post = () => call().post(`/api/v1${path}`).set('Cookie', refreshCookie(token));
      for (const origin of FOREIGN) {
        const refused = await post().set('Origin', origin);
        expect(refused.status).toBe(403);
        expect(refused.body.code).toBe('request.cross_origin');
        expect(refused.headers['set-cookie']).toBeUndefined();
      }
      for (const site of ['cross-site', 'same-site']) {
        expect((await post().set('Sec-Fetch-Site', site)).status).toBe(403);
      }
      const own = await post().set('Origin', 'https://kyro.example').set('Sec-Fetch-Site', 'same-origin');
      expect(own.status).toBeLessThan(300);
    },
  );

  it('cookies are for us alone', async () => {
    const { email, password } = user;
    const answer = await call().post('/api/v1/auth/login').send({ email, password });
    const cookies = answer.headers['set-cookie'] as unknown as string[];
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly; Secure; SameSite=Strict/);
    expect(cookies[0]).toContain('Path=/api/v1/auth');
  });

  it('the API is data that no cache keeps', async () => {
    const answers = [
      await user.api.get('/bots'),
      await user.api.get('/auth/me'),
      await call().get('/api/v1/auth/me'),
      await call().get('/api/v1/nothing'),
    ];
    for (const { headers } of answers) {
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'");
    }
  });

  it.each(['/docs/', '/queues/login', '/api/v1/bots', '/api/v1/nothing'])(
    '%s has careful headers',
    async (path) => {
      const { headers } = await call().get(path);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'permissions-policy': expect.stringContaining('camera=()'),
        'strict-transport-security': expect.stringMatching(/max-age=\d{8}/),
      });
      expect(headers['x-powered-by']).toBeUndefined();
      const policy = headers['content-security-policy'];
      expect(policy).toMatch(/default-src '(self|none)'/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      expect(policy).not.toMatch(/https?:|\*/);
    },
  );

  it('an uploaded file is saved, never shown', async () => {
    const bot = (await user.api.post('/bots', { name: 'files' })).body.id;
    const uploaded = await user.api
      .post(`/bots/${bot}/documents`)
      .attach('files', Buffer.from('<html><script>alert(1)</script><p>Hello there</p></html>'), 'x.html');
    const { headers } = await user.api.get(`/documents/${uploaded.body.items[0].id}/file`);
    expect(headers['content-disposition']).toMatch(/^attachment/);
    expect(headers['content-security-policy']).toBe("sandbox; default-src 'none'");
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    });
  });
});
