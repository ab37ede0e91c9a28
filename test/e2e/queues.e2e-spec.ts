import { request as httpRequest } from 'node:http';

import request from 'supertest';

import { registerUser, type TestUser } from '../factories/user.factory.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

describe('the queue dashboard', () => {
  let server: TestApp;
  let admin: TestUser;
  let user: TestUser;

  beforeAll(async () => {
    server = await startTestApp();
    admin = await registerUser(server.url);
    user = await registerUser(server.url);
  });
  afterAll(() => server.close());

  const http = () => request(server.url);
  const signIn = (who: { email: string; password: string }) =>
    http().post('/queues/login').type('form').send({ email: who.email, password: who.password });
  const cookieOf = async (who: TestUser) => {
    const answer = await signIn(who);
    return answer.headers['set-cookie'][0].split(';')[0];
  };

  /** Sends the path as it is: clients would tidy it up. */
  const raw = (path: string, method = 'GET') =>
    new Promise<{ status: number; body: string; location?: string }>((resolve, reject) => {
      const { hostname, port } = new URL(server.url);
      httpRequest({ hostname, port, path, method, headers: { accept: 'application/json' } }, (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (text) => (body += text));
        answer.on('end', () =>
          resolve({ status: answer.statusCode!, body, location: answer.headers.location }),
        );
      })
        .on('error', reject)
        .end();
    });

  const isDashboard = (body: string) => /__UI_CONFIG__|"queues":/.test(body);

  it('shows its queues to an administrator who signed in', async () => {
    const answer = await signIn(admin);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/queues');
    expect(answer.headers['set-cookie'][0]).toMatch(
      /^kyro_queues=[\w-]+\.[\w-]+\.[\w-]+; Max-Age=3600; Path=\/queues; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
    const cookie = answer.headers['set-cookie'][0].split(';')[0];
    const page = await http().get('/queues').set('Cookie', cookie);
    expect(page.status).toBe(200);
    expect(isDashboard(page.text)).toBe(true);
    expect(page.text).toContain('<base href="/queues/"');
    const queues = await http().get('/queues/api/queues').set('Cookie', cookie);
    expect(queues.status).toBe(200);
    expect(queues.body.queues.map((queue: { name: string }) => queue.name)).toContain('ingestion');
    const script = /src="(static\/js\/main[^"]+)"/.exec(page.text)![1];
    expect((await http().get(`/queues/${script}`).set('Cookie', cookie)).status).toBe(200);
    // Its addresses are relative to a base that it names itself, which browsers follow only where the policy lets them.
    expect(page.text).toContain('<base href="/queues/"');
    expect(page.headers['content-security-policy']).toContain("base-uri 'self'");
  });

  it('opens to an administrator’s access token, and to nobody else’s', async () => {
    const as = (token: string) => http().get('/queues/api/queues').set('Authorization', `Bearer ${token}`);
    expect((await as(admin.accessToken)).status).toBe(200);
    const other = await as(user.accessToken);
    expect([other.status, other.body.code]).toEqual([403, 'access.forbidden']);
    expect((await as('nonsense')).status).toBe(401);
  });

  it('sends a person who is not signed in to the login page, and tells a program', async () => {
    const page = await http().get('/queues').set('Accept', 'text/html');
    expect([page.status, page.headers.location]).toEqual([303, '/queues/login']);
    const api = await http().get('/queues/api/queues').set('Accept', 'application/json');
    expect([api.status, api.body.code]).toEqual([401, 'auth.unauthenticated']);
    expect(api.type).toBe('application/problem+json');
  });

  it.each([
    '/queues',
    '/queues/',
    '/queues/api/queues',
    '/QUEUES/api/queues',
    '/Queues/API/queues',
    '//queues/api/queues',
    '/queues//api/queues',
    '/queues/./api/queues',
    '/x/../queues/api/queues',
    '/%71ueues/api/queues',
    '/queues/%61pi/queues',
    '/queues%2fapi%2fqueues',
    '/queues;x/api/queues',
    '/queues/api/queues/',
    '/queues/login/../api/queues',
    '/queues/login/%2e%2e/api/queues',
    '/queues/static/js/main.js',
    '/api/v1/queues/api/queues',
    'http://127.0.0.1/queues/api/queues',
  ])('shows nothing at %s to a stranger', async (path) => {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS', 'TRACE']) {
      const answer = await raw(path, method);
      expect([401, 403, 404, 303, 301, 308]).toContain(answer.status);
      expect(isDashboard(answer.body)).toBe(false);
    }
  });

  it('refuses a wrong password and a user who is no administrator, saying so on the page', async () => {
    const wrong = await signIn({ email: admin.email, password: 'not the password' }).set(
      'Accept-Language',
      'es',
    );
    expect(wrong.status).toBe(401);
    expect(wrong.text).toContain('La dirección de correo o la contraseña no es correcta.');
    expect(wrong.headers['set-cookie']).toBeUndefined();
    const other = await signIn(user);
    expect(other.status).toBe(403);
    expect(other.text).toContain('This account is no platform administrator.');
    expect(other.headers['set-cookie']).toBeUndefined();
  });

  it('has a login page that loads and runs nothing, in the reader’s language', async () => {
    const page = await http().get('/queues/login').set('Accept-Language', 'fr-CH');
    expect(page.status).toBe(200);
    expect(page.text).toContain('<html lang="fr">');
    expect(page.text).toContain('Se connecter');
    expect(page.text).not.toMatch(/<script|javascript:|https?:\/\//i);
    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.headers['referrer-policy']).toBe('same-origin');
  });

  it('writes what was typed back as text', async () => {
    const answer = await signIn({ email: '"><script>alert(1)</script>', password: 'x' });
    expect(answer.status).toBe(401);
    expect(answer.text).not.toContain('<script>');
  });

  it('takes no action that another site sends', async () => {
    const cookie = await cookieOf(admin);
    const act = (headers: Record<string, string>) =>
      http().put('/queues/api/queues/ingestion/pause').set('Cookie', cookie).set(headers);
    for (const headers of [
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site', Origin: 'http://sister.localhost' },
    ] as Record<string, string>[]) {
      const answer = await act(headers);
      expect([answer.status, answer.body.code]).toEqual([403, 'queues.cross_origin']);
    }
    const login = await signIn(admin).set('Origin', 'https://evil.example');
    expect(login.status).toBe(403);
    expect(login.headers['set-cookie']).toBeUndefined();
    expect((await act({ Origin: new URL(server.url).origin })).status).toBe(200);
    await http().put('/queues/api/queues/ingestion/resume').set('Cookie', cookie).expect(200);
  });

  it('ends a session for good when its owner signs out', async () => {
    const cookie = await cookieOf(admin);
    const look = () =>
      http().get('/queues/api/queues').set('Cookie', cookie).set('Accept', 'application/json');
    expect((await look()).status).toBe(200);
    const ask = await http().get('/queues/logout').set('Cookie', cookie);
    expect(ask.text).toContain('action="/queues/logout"');
    expect((await look()).status).toBe(200);
    const left = await http().post('/queues/logout').set('Cookie', cookie);
    expect([left.status, left.headers.location]).toEqual([303, '/queues/login']);
    expect(left.headers['set-cookie'][0]).toMatch(/^kyro_queues=;.*Path=\/queues/);
    expect((await look()).status).toBe(401);
  });

  it('does not take an access token for its cookie, nor its cookie for an access token', async () => {
    const asCookie = await http()
      .get('/queues/api/queues')
      .set('Cookie', `kyro_queues=${admin.accessToken}`)
      .set('Accept', 'application/json');
    expect(asCookie.status).toBe(401);
    const token = (await cookieOf(admin)).slice('kyro_queues='.length);
    expect((await admin.api.as(token).get('/auth/me')).status).toBe(401);
  });

  it('reads a small form and nothing else', async () => {
    const json = await http().post('/queues/login').send({ email: admin.email, password: admin.password });
    expect([json.status, json.body.code]).toEqual([400, 'queues.form_expected']);
    const large = await signIn({ email: admin.email, password: 'x'.repeat(5_000) });
    expect([large.status, large.body.code]).toEqual([400, 'queues.form_expected']);
  });
});
