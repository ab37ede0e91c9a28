import { setTimeout as delay } from 'node:timers/promises';

import { Secret, TOTP } from 'otpauth';
import request from 'supertest';

import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ApiClient } from '../support/api-client.js';
import { auditOf } from '../support/audit.js';
import { Mailbox } from '../support/mailbox.js';
import { withClient } from '../support/postgres.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const STEP_MS = 30_000;

/** The code an authenticator app would show, `steps` half minutes from now. */
function codeOf(secret: string, steps = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 });
  return totp.generate({ timestamp: Date.now() + steps * STEP_MS });
}

/** What is half a minute old now must not become a whole minute old on its way. */
async function clearOfTheNextStep(): Promise<void> {
  const left = STEP_MS - (Date.now() % STEP_MS);
  if (left < 2_000) await delay(left);
}

/** A code that is none of the three that count. */
function wrongCode(secret: string): string {
  const good = [-1, 0, 1].map((steps) => codeOf(secret, steps));
  return ['000000', '111111', '222222', '333333'].find((code) => !good.includes(code))!;
}

describe('the second factor', () => {
  let server: TestApp;
  let api: ApiClient;
  let mailbox: Mailbox;

  beforeAll(async () => {
    server = await startTestApp();
    api = new ApiClient(server.url);
    mailbox = new Mailbox(server.config.dataDir);
  });
  afterAll(() => server.close());

  const sql = <T>(text: string, params: unknown[] = []) =>
    withClient(server.config.databaseUrl!, async (client) => (await client.query(text, params)).rows as T[]);
  /** As if the codes used so far had been used half a minute earlier, so that the one of now is fresh. */
  const letTimePass = (user: TestUser) =>
    sql('UPDATE totp_factors SET last_step = last_step - 3 WHERE user_id = $1', [user.id]);
  const forgetAttempts = (user: TestUser) =>
    sql('UPDATE totp_factors SET attempts = 0 WHERE user_id = $1', [user.id]);
  const login = (user: TestUser, totp?: string) =>
    api.post('/auth/login', { email: user.email, password: user.password, ...(totp ? { totp } : {}) });
  const removal = (user: TestUser, body: object) => user.api.delete('/auth/totp').send(body);

  async function withSecondFactor() {
    const user = await registerUser(server.url);
    const { secret, otpauthUrl } = (await user.api.post('/auth/totp', { password: user.password })).body;
    const confirmed = await user.api.post('/auth/totp/confirm', { code: codeOf(secret) });
    if (confirmed.status !== 200) throw new Error(`confirm answered ${confirmed.status}: ${confirmed.text}`);
    await letTimePass(user);
    return { user, secret: secret as string, otpauthUrl, codes: confirmed.body.recoveryCodes as string[] };
  }

  it('is asked for once it is confirmed, not before', async () => {
    const user = await registerUser(server.url);
    const prepared = await user.api.post('/auth/totp', { password: user.password });
    expect(prepared.status).toBe(200);
    expect(prepared.body).toEqual({
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      otpauthUrl: `otpauth://totp/KyroChat:${encodeURIComponent(user.email)}?issuer=KyroChat&secret=${prepared.body.secret}&algorithm=SHA1&digits=6&period=30`,
    });
    expect((await login(user)).status).toBe(200);
    const confirmed = await user.api.post('/auth/totp/confirm', { code: codeOf(prepared.body.secret) });
    expect(confirmed.status).toBe(200);
    expect(new Set(confirmed.body.recoveryCodes).size).toBe(10);
    expect((await user.api.get('/auth/me')).body.secondFactor).toBe(true);
    const refused = await login(user);
    expect([refused.status, refused.body.code]).toEqual([401, 'auth.second_factor_required']);
    expect(refused.headers['set-cookie']).toBeUndefined();
    expect((await auditOf(server, user.id)).map(({ action }) => action)).toContain(
      'auth.second_factor_enabled',
    );
    const mail = await mailbox.next(user.email, 'second-factor-changed');
    expect(mail.text).toContain('127.0.0.1');
  });

  it('lets in with a code that was not used, and says nothing of it to a wrong password', async () => {
    const { user, secret } = await withSecondFactor();
    const wrong = await login(user, wrongCode(secret));
    expect([wrong.status, wrong.body.code]).toEqual([401, 'auth.second_factor_invalid']);
    const answer = await login(user, ` ${codeOf(secret).slice(0, 3)} ${codeOf(secret).slice(3)}`);
    expect(answer.status).toBe(200);
    expect(answer.body.user.secondFactor).toBe(true);
    const badPassword = await api.post('/auth/login', {
      email: user.email,
      password: 'not the password',
      totp: codeOf(secret),
    });
    expect(badPassword.body.code).toBe('auth.invalid_credentials');
    const actions = (await auditOf(server, user.id)).map(({ action, detail }) => [action, detail]);
    expect(actions).toContainEqual(['auth.login_failed', { reason: 'second_factor' }]);
    expect(actions).toContainEqual(['auth.logged_in', { secondFactor: 'code' }]);
  });

  it('takes each code once, whoever is faster', async () => {
    const { user, secret } = await withSecondFactor();
    const code = codeOf(secret);
    const answers = await Promise.all(Array.from({ length: 4 }, () => login(user, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await login(user, code)).body.code).toBe('auth.second_factor_invalid');
  });

  it('forgives clocks half a minute, and no more', async () => {
    const { user, secret } = await withSecondFactor();
    await clearOfTheNextStep();
    expect((await login(user, codeOf(secret, -1))).status).toBe(200);
    expect((await login(user, codeOf(secret, 1))).status).toBe(200);
    await letTimePass(user);
    for (const steps of [-3, 3]) {
      expect((await login(user, codeOf(secret, steps))).body.code).toBe('auth.second_factor_invalid');
    }
  });

  it('does not take an older code after a newer one', async () => {
    const { user, secret } = await withSecondFactor();
    expect((await login(user, codeOf(secret, 1))).status).toBe(200);
    expect((await login(user, codeOf(secret))).body.code).toBe('auth.second_factor_invalid');
  });

  it('is replaced by each recovery code once, however it is typed', async () => {
    const { user, codes } = await withSecondFactor();
    const answers = await Promise.all(Array.from({ length: 4 }, () => login(user, codes[0])));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const typed = codes[1].toUpperCase().replaceAll('-', ' ');
    expect((await login(user, typed)).status).toBe(200);
    expect((await login(user, codes[1])).body.code).toBe('auth.second_factor_invalid');
    expect((await login(user, codes[2])).status).toBe(200);
    expect(await auditOf(server, user.id)).toContainEqual(
      expect.objectContaining({ action: 'auth.logged_in', detail: { secondFactor: 'recovery_code' } }),
    );
  });

  it('is not guessed: five wrong codes in five minutes are all', async () => {
    const { user, secret } = await withSecondFactor();
    const bystander = await withSecondFactor();
    const wrong = await Promise.all(Array.from({ length: 20 }, () => login(user, wrongCode(secret))));
    const codes = wrong.map(({ body }) => body.code);
    expect(codes.filter((code) => code === 'auth.second_factor_invalid')).toHaveLength(5);
    expect(codes.filter((code) => code === 'auth.second_factor_limited')).toHaveLength(15);
    const limited = await login(user, codeOf(secret));
    expect([limited.status, limited.body.code]).toEqual([429, 'auth.second_factor_limited']);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(280);
    expect(Number(limited.headers['retry-after'])).toBeLessThanOrEqual(300);
    expect((await login(bystander.user, codeOf(bystander.secret))).status).toBe(200);
    await sql(
      `UPDATE totp_factors SET attempts_since = attempts_since - interval '301 seconds' WHERE user_id = $1`,
      [user.id],
    );
    expect((await login(user, codeOf(secret))).status).toBe(200);
  });

  it('is kept so that a copy of the database gives neither secret nor codes away', async () => {
    const { user, secret, codes } = await withSecondFactor();
    const rows = await sql<{ row: string }>(
      `SELECT f::text AS row FROM totp_factors f UNION ALL SELECT r::text FROM recovery_codes r
       UNION ALL SELECT e::text FROM audit_events e UNION ALL SELECT u::text FROM users u`,
    );
    const bare = codes[0].replaceAll('-', '');
    const canaries = [secret, Buffer.from(Secret.fromBase32(secret).bytes).toString('hex'), codes[0], bare];
    const forms = [...canaries, ...[codes[0], bare].map((text) => Buffer.from(text).toString('hex'))];
    for (const form of forms) expect(rows.some(({ row }) => row.includes(form))).toBe(false);
    const other = await withSecondFactor();
    await sql(
      `UPDATE totp_factors SET sealed_secret = (SELECT sealed_secret FROM totp_factors WHERE user_id = $1)
       WHERE user_id = $2`,
      [user.id, other.user.id],
    );
    expect((await login(other.user, codeOf(secret))).body.code).toBe('auth.second_factor_invalid');
    expect((await login(other.user, other.codes[0])).status).toBe(200);
  });

  it('is set up only by whoever knows the password, once at a time', async () => {
    const { user } = await withSecondFactor();
    const again = await user.api.post('/auth/totp', { password: user.password });
    expect([again.status, again.body.code]).toEqual([409, 'auth.second_factor_on']);
    const confirmed = await user.api.post('/auth/totp/confirm', { code: '123456' });
    expect([confirmed.status, confirmed.body.code]).toEqual([409, 'auth.second_factor_on']);
    const fresh = await registerUser(server.url);
    const wrong = await fresh.api.post('/auth/totp', { password: 'not the password' });
    expect([wrong.status, wrong.body.code]).toEqual([403, 'auth.password_wrong']);
    const early = await fresh.api.post('/auth/totp/confirm', { code: '123456' });
    expect([early.status, early.body.code]).toEqual([409, 'auth.second_factor_unprepared']);
    const [first, second] = [
      (await fresh.api.post('/auth/totp', { password: fresh.password })).body.secret,
      (await fresh.api.post('/auth/totp', { password: fresh.password })).body.secret,
    ];
    const stale = await fresh.api.post('/auth/totp/confirm', { code: codeOf(first) });
    expect([stale.status, stale.body.code]).toEqual([403, 'auth.second_factor_invalid']);
    const answers = await Promise.all(
      Array.from({ length: 3 }, () => fresh.api.post('/auth/totp/confirm', { code: codeOf(second) })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('is removed by password and code, never by one of them', async () => {
    const { user, secret } = await withSecondFactor();
    const bare = await removal(user, { password: user.password, code: '' });
    expect([bare.status, bare.body.code]).toEqual([403, 'auth.second_factor_required']);
    const wrong = await removal(user, { password: user.password, code: wrongCode(secret) });
    expect([wrong.status, wrong.body.code]).toEqual([403, 'auth.second_factor_invalid']);
    const foreign = await removal(user, { password: 'not the password', code: codeOf(secret) });
    expect([foreign.status, foreign.body.code]).toEqual([403, 'auth.password_wrong']);
    expect((await login(user)).status).toBe(401);
    expect((await removal(user, { password: user.password, code: codeOf(secret) })).status).toBe(204);
    expect((await login(user)).status).toBe(200);
    expect((await user.api.get('/auth/me')).body.secondFactor).toBe(false);
    await mailbox.next(user.email, 'second-factor-changed', 1);
    const gone = await removal(user, { password: user.password, code: codeOf(secret) });
    expect([gone.status, gone.body.code]).toEqual([409, 'auth.second_factor_off']);
    const actions = (await auditOf(server, user.id)).map(({ action }) => action);
    expect(actions).toContain('auth.second_factor_disabled');
    expect(actions.filter((action) => action === 'auth.reauthentication_failed').length).toBeGreaterThan(1);
  });

  it('gives new recovery codes, which end the old ones', async () => {
    const { user, secret, codes } = await withSecondFactor();
    const renew = (code: string) =>
      user.api.post('/auth/totp/recovery-codes', { password: user.password, code });
    expect((await renew(wrongCode(secret))).status).toBe(403);
    const renewed = await renew(codeOf(secret));
    expect(renewed.status).toBe(200);
    expect(renewed.body.recoveryCodes).toHaveLength(10);
    expect((await login(user, codes[0])).body.code).toBe('auth.second_factor_invalid');
    await forgetAttempts(user);
    expect((await login(user, renewed.body.recoveryCodes[0])).status).toBe(200);
    const without = await registerUser(server.url);
    const refused = await without.api.post('/auth/totp/recovery-codes', {
      password: without.password,
      code: '123456',
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'auth.second_factor_off']);
  });

  it('guards the queue dashboard too', async () => {
    const { user, secret } = await withSecondFactor();
    await sql(`UPDATE users SET platform_role = 'admin' WHERE id = $1`, [user.id]);
    const post = (fields: object) =>
      request(server.url)
        .post('/queues/login')
        .type('form')
        .send({ email: user.email, password: user.password, ...fields });
    const asked = await post({});
    expect(asked.status).toBe(401);
    expect(asked.headers['set-cookie']).toBeUndefined();
    expect(asked.text).toContain('name="totp"');
    expect(asked.text).not.toContain(user.password);
    const wrong = await post({ totp: wrongCode(secret) });
    expect([wrong.status, wrong.headers['set-cookie']]).toEqual([401, undefined]);
    expect(wrong.text).toContain('name="totp"');
    const entered = await post({ totp: codeOf(secret) });
    expect(entered.status).toBe(303);
    expect(entered.headers['set-cookie'][0]).toMatch(/^kyro_queues=/);
    for (let i = 0; i < 5; i++) await post({ totp: wrongCode(secret) });
    expect((await post({ totp: codeOf(secret) })).status).toBe(429);
    const plain = await request(server.url).get('/queues/login');
    expect(plain.text).not.toContain('name="totp"');
  });

  it.each([
    ['/auth/totp', {}],
    ['/auth/totp', { password: null }],
    ['/auth/totp/confirm', { code: 123456 }],
    ['/auth/totp/confirm', { code: ['123456'] }],
    ['/auth/totp/recovery-codes', { password: 'x', code: 'y'.repeat(61) }],
  ])('is not moved by nonsense at %s: %j', async (path, body) => {
    const user = await registerUser(server.url);
    expect((await user.api.post(path, body)).status).toBe(422);
  });
});
