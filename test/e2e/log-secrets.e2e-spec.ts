import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Secret, TOTP } from 'otpauth';
import request from 'supertest';

import { AppProcess, createDataDir } from '../support/app-process.js';
import { Mailbox } from '../support/mailbox.js';
import { createTestDatabase, type TestDatabase, withClient } from '../support/postgres.js';

const API = '/api/v1';
const WALKED = /^\/api\/v1\/(auth|invitations|workspaces\/\{workspaceId\}\/(invitations|api-keys))(\/|$)/;

interface OpenApi {
  paths: Record<string, Record<string, unknown>>;
}

/** The compiled application with everything it can log, asked for everything that has to do with a secret. */
describe('secrets', () => {
  let app: AppProcess;
  let database: TestDatabase;
  let folder: Awaited<ReturnType<typeof createDataDir>>;
  let mailbox: Mailbox;
  const secrets = new Map<string, string>();
  const walked = new Set<string>();

  const secret = (name: string, value: unknown): string => {
    if (typeof value !== 'string' || value.length < 10) throw new Error(`no secret: ${name}`);
    secrets.set(name, value);
    return value;
  };

  /** Sends it as it should be, and once more with the secrets in the address, where they do not belong. */
  async function call(route: string, body?: object, token?: string, ids: Record<string, string> = {}) {
    const [method, template] = route.split(' ');
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => ids[name]);
    const send = (url: string) => {
      const test = request(app.url)[method.toLowerCase() as 'get'](API + url);
      return token === undefined ? test : test.set('Authorization', `Bearer ${token}`);
    };
    walked.add(`${method} ${API}${template}`);
    const query = new URLSearchParams({ ...body, access_token: token ?? '' } as Record<string, string>);
    // Only what fails either way: what succeeds is done once.
    await send(`${path.replace(/[^/]+$/, 'nowhere')}?${query.toString()}`);
    await request(app.url).get(`${API}${path}?${query.toString()}`);
    return body === undefined ? send(path) : send(path).send(body);
  }

  async function register(email: string, password: string, more: object = {}) {
    const body = { email, password: secret(`password of ${email}`, password), refreshInBody: true, ...more };
    const answer = await call('POST /auth/register', body);
    if (answer.status !== 201) throw new Error(answer.text);
    secret(`refresh token of ${email}`, answer.body.refreshToken);
    const token = secret(`access token of ${email}`, answer.body.accessToken);
    return { token, workspaceId: answer.body.workspace.id as string };
  }

  const mailed = async (to: string, template: string, after = 0) =>
    secret(`${template} ${after}`, Mailbox.token(await mailbox.next(to, template, after)));
  const codeOf = (base32: string, steps = 0) =>
    new TOTP({ secret: Secret.fromBase32(base32), algorithm: 'SHA1', digits: 6, period: 30 }).generate({
      timestamp: Date.now() + steps * 30_000,
    });

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await createDataDir();
    mailbox = new Mailbox(folder.path);
    const databaseUrl = database.url;
    app = await AppProcess.start({ dataDir: folder.path, databaseUrl, env: { LOG_LEVEL: 'trace' } });
    await walk();
  }, 120_000);

  afterAll(async () => {
    await app?.kill();
    await folder?.remove();
    await database?.drop();
  });

  async function walk() {
    const email = 'ada@example.com';
    const first = await register(email, 'first-password-of-ada');
    await call('POST /auth/verify-email', { token: await mailed(email, 'verify-email') });
    await call('POST /auth/verify-email/resend', undefined, first.token);
    await call('POST /auth/verify-email/resend-to', { email });
    await call('POST /auth/login', { email, password: secret('a wrong one', 'a-password-that-is-wrong') });
    await call('GET /auth/me', undefined, first.token);
    await call('PATCH /auth/me', { name: 'Ada' }, first.token);

    const second = secret('second password', 'second-password-of-ada');
    const change = { currentPassword: 'first-password-of-ada', newPassword: second };
    await call('POST /auth/change-password', change, first.token);
    await call('POST /auth/forgot-password', { email });
    const third = secret('third password', 'third-password-of-ada');
    const reset = { token: await mailed(email, 'reset-password'), password: third };
    expect((await call('POST /auth/reset-password', reset)).status).toBe(204);
    const login = await call('POST /auth/login', { email, password: third, refreshInBody: true });
    const refreshToken = secret('refresh token', login.body.refreshToken);
    const { body: renewed } = await call('POST /auth/refresh', { refreshToken });
    const token = secret('renewed access token', renewed.accessToken);
    secret('renewed refresh token', renewed.refreshToken);

    await secondFactor(token, third);
    await others(token, first.workspaceId, third);
    await call('POST /auth/change-email', { newEmail: 'ada@new.example', password: third }, token);
    const confirm = { token: await mailed('ada@new.example', 'confirm-email-change') };
    await call('POST /auth/confirm-email-change', confirm);
    await call('DELETE /auth/me', { password: third }, token);
    const back = await call('POST /auth/login', { email, password: third });
    await call('POST /auth/me/keep', undefined, back.body.accessToken);
    const me = back.body.accessToken as string;
    const { body: sessions } = await call('GET /auth/sessions', undefined, me);
    await call('DELETE /auth/sessions/{sessionId}', undefined, me, { sessionId: sessions.items[0].id });
    await call('DELETE /auth/sessions', undefined, me);
    await call('POST /auth/logout', { refreshToken });
  }

  async function secondFactor(token: string, password: string) {
    const { body } = await call('POST /auth/totp', { password }, token);
    const base32 = secret('TOTP secret', body.secret);
    const confirmed = await call('POST /auth/totp/confirm', { code: codeOf(base32) }, token);
    expect(confirmed.status).toBe(200);
    const codes = (confirmed.body.recoveryCodes as string[]).map((code, i) => secret(`code ${i}`, code));
    const renewed = await call('POST /auth/totp/recovery-codes', { password, code: codes[0] }, token);
    const fresh = (renewed.body.recoveryCodes as string[]).map((code, i) => secret(`new code ${i}`, code));
    expect((await call('DELETE /auth/totp', { password, code: fresh[0] }, token)).status).toBe(204);
  }

  /** What is secret about workspaces: invitations and keys. */
  async function others(token: string, workspaceId: string, password: string) {
    const guest = await register('grace@example.com', 'a-password-of-grace');
    const ids = { workspaceId };
    const invite = (email: string) =>
      call('POST /workspaces/{workspaceId}/invitations', { email, role: 'viewer' }, token, ids);
    const { body: sent } = await invite('grace@example.com');
    await call('GET /workspaces/{workspaceId}/invitations', undefined, token, ids);
    await mailed('grace@example.com', 'invitation');
    const named = { ...ids, invitationId: sent.id as string };
    const again = 'POST /workspaces/{workspaceId}/invitations/{invitationId}/resend';
    await call(again, undefined, token, named);
    const invitation = { token: await mailed('grace@example.com', 'invitation', 1) };
    await call('POST /invitations/lookup', invitation);
    expect((await call('POST /invitations/accept', invitation, guest.token)).status).toBe(200);
    await call('DELETE /workspaces/{workspaceId}/invitations/{invitationId}', undefined, token, named);

    const keys = '/workspaces/{workspaceId}/api-keys';
    const wanted = { name: 'A key', scopes: ['bots:read'], password };
    expect((await call(`POST ${keys}`, wanted, token, ids)).status).toBe(422);
    const made = await call(`POST ${keys}`, { name: 'A key', scopes: ['bots:read'] }, token, ids);
    const key = secret('API key', made.body.key);
    await call('GET /auth/me', undefined, key);
    const one = { ...ids, keyId: made.body.id as string };
    await call(`GET ${keys}`, undefined, token, ids);
    await call(`GET ${keys}/{keyId}`, undefined, token, one);
    await call(`PATCH ${keys}/{keyId}`, { name: 'Another' }, token, one);
    const rotated = await call(`POST ${keys}/{keyId}/rotate`, undefined, token, one);
    await call(`DELETE ${keys}/{keyId}`, undefined, secret('rotated key', rotated.body.key), one);
    await call(`DELETE ${keys}/{keyId}`, undefined, token, one);
  }

  const revealed = (text: string) =>
    [...secrets].filter(([, value]) => text.includes(value)).map(([name]) => name);

  it('are asked for on every route that takes or gives them', () => {
    const { paths } = JSON.parse(readFileSync(join(__dirname, '../../openapi.json'), 'utf8')) as OpenApi;
    const routes = Object.entries(paths)
      .filter(([path]) => WALKED.test(path))
      .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
    expect(routes.length).toBeGreaterThan(25);
    expect(routes.filter((route) => !walked.has(route))).toEqual([]);
    expect(secrets.size).toBeGreaterThan(30);
  });

  it('are not in the log, whatever it was asked for', () => {
    const lines = app.log.filter(({ context }) => context === 'Request');
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.some(({ path }) => path === `${API}/auth/reset-password`)).toBe(true);
    expect(revealed(app.output)).toEqual([]);
  });

  it('are not in the audit log', async () => {
    const rows = await withClient(database.url, async (client) => {
      const { rows: found } = await client.query('SELECT * FROM audit_events');
      return found as object[];
    });
    expect(rows.length).toBeGreaterThan(20);
    expect(revealed(JSON.stringify(rows))).toEqual([]);
  });

  it('would be seen there', () => {
    expect(revealed(`{"token":"${[...secrets.values()][0]}"}`)).toHaveLength(1);
  });
});
