import { PasswordHasher } from '../../src/auth/application/ports/password-hasher.port.js';
import { Argon2PasswordHasher } from '../../src/auth/infrastructure/argon2-password.hasher.js';
import { unique } from '../factories/unique.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ApiClient } from '../support/api-client.js';
import { auditOf } from '../support/audit.js';
import { Mailbox } from '../support/mailbox.js';
import { withClient } from '../support/postgres.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { titled } from '../support/titled.js';

/** Lets something happen between the check of a password and what follows from it. */
class InterruptedHasher extends Argon2PasswordHasher {
  meanwhile?: () => Promise<unknown>;

  override async verify(password: string, stored: string | undefined): Promise<boolean> {
    const matches = await super.verify(password, stored);
    await this.meanwhile?.();
    return matches;
  }
}

describe('passwords', () => {
  let server: TestApp;
  let api: ApiClient;
  let mailbox: Mailbox;
  const hasher = new InterruptedHasher();

  beforeAll(async () => {
    server = await startTestApp({
      override: (builder) => builder.overrideProvider(PasswordHasher).useValue(hasher),
    });
    api = new ApiClient(server.url);
    mailbox = new Mailbox(server.config.dataDir);
  });
  afterAll(() => server.close());

  const sql = <T>(text: string, params: unknown[] = []) =>
    withClient(server.config.databaseUrl!, async (client) => (await client.query(text, params)).rows as T[]);
  const login = (email: string, password: string) =>
    api.post('/auth/login', { email, password, refreshInBody: true });
  const change = (user: TestUser, newPassword: unknown, currentPassword: unknown = user.password) =>
    user.api.post('/auth/change-password', { currentPassword, newPassword });

  describe('that may be chosen', () => {
    it.each(
      titled<[string]>([
        ['        '],
        [' leading and trailing '],
        ['x7#kQ9!v'],
        ['пароль-из-слов'],
        ['😀😁😂🤣😃😄😅😆'],
        ['x'.repeat(256)],
        ['😀'.repeat(256)],
        ['e\u0301'.repeat(200)],
        ["'; DROP TABLE users; --"],
        ['\t tab \u007f bell \u0007 '],
      ]),
    )('%s lets in, and nothing near it does', async (_, password) => {
      const { email } = await registerUser(server.url, { password });
      expect((await login(email, password)).status).toBe(200);
      for (const near of [`${password} `, password.slice(0, -1), password.trim()]) {
        if (near !== password) expect((await login(email, near)).status).not.toBe(200);
      }
    });

    it('are the same in all their spellings (NFKC)', async () => {
      const { email } = await registerUser(server.url, { password: 'ﬁancé-größe' });
      expect((await login(email, 'fiance\u0301-gro\u0308ße')).status).toBe(200);
      expect((await login(email, 'fiance-grosse')).status).toBe(401);
    });

    it('are read to their end, not to the 72nd byte', async () => {
      const stem = 'é'.repeat(36);
      const { email } = await registerUser(server.url, { password: `${stem}-one-end` });
      expect((await login(email, `${stem}-another`)).status).toBe(401);
      expect((await login(email, `${stem}-one-end`)).status).toBe(200);
    });
  });

  describe('that may not be chosen', () => {
    it.each(
      titled<[string, string]>([
        ['123456', 'validation.failed'],
        ['sevench', 'validation.failed'],
        ['😀😀😀😀😀😀😀', 'validation.failed'],
        ['ﬁﬁﬁ', 'validation.failed'],
        ['x'.repeat(257), 'validation.failed'],
        ['ﷺ'.repeat(15), 'validation.failed'],
        ['password', 'auth.password_common'],
        ['PASSWORD1', 'auth.password_common'],
        ['qwertyuiop', 'auth.password_common'],
        ['1qaz2wsx', 'auth.password_common'],
        ['KyroChat!', 'auth.password_common'],
        ['ada.lovelace@mills.example', 'auth.password_common'],
        ['Lovelace123', 'auth.password_common'],
      ]),
    )('%s is refused, at the door and later', async (_, password, code) => {
      const email = `ada.lovelace@${unique('mills')}.example`;
      const refused = await api.post('/auth/register', { email, password });
      expect([refused.status, refused.body.code]).toEqual([422, code]);
      const user = await registerUser(server.url, { email });
      const answer = await change(user, password);
      expect([answer.status, answer.body.code]).toEqual([422, code]);
      expect((await login(email, user.password)).status).toBe(200);
    });

    it('holds U+0000, which nothing of ours does', async () => {
      const body = { email: 'ada@example.com', password: 'correct\u0000horse' };
      const answer = await api.post('/auth/register', body);
      expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid_text']);
    });
  });

  describe('when they are changed', () => {
    it('the new one counts, other sessions end, and the owner hears of it', async () => {
      const user = await registerUser(server.url);
      const other = (await login(user.email, user.password)).body;
      const answer = await change(user, 'entirely different words');
      expect(answer.status).toBe(204);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect((await user.api.get('/auth/me')).status).toBe(200);
      expect((await api.as(other.accessToken).get('/auth/me')).status).toBe(401);
      expect((await api.post('/auth/refresh', { refreshToken: other.refreshToken })).status).toBe(401);
      expect((await api.post('/auth/refresh', { refreshToken: user.refreshToken })).status).toBe(200);
      expect((await login(user.email, user.password)).status).toBe(401);
      expect((await login(user.email, 'entirely different words')).status).toBe(200);
      expect((await mailbox.next(user.email, 'password-changed')).text).toContain('127.0.0.1');
      expect(await auditOf(server, user.id)).toContainEqual(
        expect.objectContaining({
          action: 'auth.password_changed',
          actor: user.id,
          detail: { sessionsEnded: 1 },
        }),
      );
    });

    it('the current one has to be known', async () => {
      const user = await registerUser(server.url);
      const answer = await change(user, 'entirely different words', 'not the password');
      expect([answer.status, answer.body.code]).toEqual([403, 'auth.password_wrong']);
      expect((await login(user.email, user.password)).status).toBe(200);
      expect(await mailbox.to(user.email, 'password-changed')).toEqual([]);
      expect(await auditOf(server, user.id)).toContainEqual(
        expect.objectContaining({ action: 'auth.reauthentication_failed', result: 'failure' }),
      );
      expect((await api.post('/auth/change-password', {})).status).toBe(401);
      expect((await change(user, null)).status).toBe(422);
      expect((await change(user, 'entirely different words', { $ne: 1 })).status).toBe(422);
    });
  });

  it.each([
    ['changed', `password_hash = 'another'`],
    ['of an account that was suspended', 'suspended_at = now()'],
  ])('%s while somebody signed in with them open nothing', async (_, change) => {
    const user = await registerUser(server.url);
    const sessions = () => sql('SELECT 1 FROM sessions WHERE user_id = $1', [user.id]);
    const before = await sessions();
    hasher.meanwhile = () => sql(`UPDATE users SET ${change} WHERE id = $1`, [user.id]);
    const answer = await login(user.email, user.password);
    hasher.meanwhile = undefined;
    expect([answer.status, answer.body.code]).toEqual([401, 'auth.invalid_credentials']);
    expect(await sessions()).toEqual(before);
  });

  it('follow the parameters of today when their owner signs in', async () => {
    const user = await registerUser(server.url, { password: 'correct horse battery' });
    // The same password under the library's smaller defaults of an earlier day.
    const { hash } = await import('@node-rs/argon2');
    const old = await hash('correct horse battery', { memoryCost: 4_096, timeCost: 3, parallelism: 1 });
    await sql('UPDATE users SET password_hash = $2 WHERE id = $1', [user.id, old]);
    const stored = async () =>
      (await sql<{ h: string }>('SELECT password_hash AS h FROM users WHERE id = $1', [user.id]))[0].h;
    expect((await login(user.email, 'not the password')).status).toBe(401);
    expect(await stored()).toBe(old);
    expect((await login(user.email, user.password)).status).toBe(200);
    const renewed = await stored();
    expect(renewed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await login(user.email, user.password)).status).toBe(200);
    expect(await stored()).toBe(renewed);
  });
});
