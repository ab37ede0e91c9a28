import { auditOf } from '../support/audit.js';
import { ApiClient } from '../support/api-client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { titled } from '../support/titled.js';
import { registerUser } from '../factories/user.factory.js';
import { unique } from '../factories/unique.js';
import { withClient } from '../support/postgres.js';

describe('accounts', () => {
  let server: TestApp;
  let api: ApiClient;

  beforeAll(async () => {
    server = await startTestApp();
    api = new ApiClient(server.url);
  });
  afterAll(() => server.close());

  const newCredentials = () => ({ email: `${unique('ada')}@example.com`, password: 'correct horse' });
  const sql = <T>(text: string, params: unknown[] = []) =>
    withClient(server.config.databaseUrl!, async (client) => (await client.query(text, params)).rows as T[]);

  describe('registering', () => {
    it('signs in, makes a personal workspace and keeps the refresh token out of the body', async () => {
      const { email, password } = newCredentials();
      const answer = await api.post('/auth/register', {
        email: ` ${email.toUpperCase()} `,
        password,
        name: 'Ada',
      });
      expect(answer.status).toBe(201);
      expect(answer.body).toEqual({
        user: {
          id: expect.any(String),
          email,
          name: 'Ada',
          locale: 'en',
          platformAdmin: expect.any(Boolean),
          emailVerified: false,
          secondFactor: false,
          deletionAt: null,
          createdAt: expect.stringMatching(/Z$/),
          updatedAt: expect.stringMatching(/Z$/),
        },
        workspace: { id: expect.any(String), name: 'Ada' },
        accessToken: expect.any(String),
        expiresIn: 900,
      });
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.headers['set-cookie'][0]).toMatch(
        /^kyro_refresh=[\w-]{43}; Max-Age=2592000; Path=\/api\/v1\/auth; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
      );
      const me = await api.as(answer.body.accessToken).get('/auth/me');
      expect(me.body).toEqual(answer.body.user);
    });

    it('knows one account per address, however it is written', async () => {
      const { email, password } = newCredentials();
      await api.post('/auth/register', { email, password }).expect(201);
      for (const spelling of [email, email.toUpperCase(), `  ${email}\n`, email.replace('ada', 'ａｄａ')]) {
        const answer = await api.post('/auth/register', { email: spelling, password });
        expect(answer.status).toBe(409);
        expect(answer.body.code).toBe('auth.email_taken');
      }
    });

    it('takes letters that only look the same for others: who may read them is the mail provider’s affair', async () => {
      const { email, password } = newCredentials();
      await api.post('/auth/register', { email, password }).expect(201);
      const cyrillic = email.replace('a', '\u0430');
      const plus = email.replace('@', '+news@');
      for (const other of [cyrillic, plus]) {
        const answer = await api.post('/auth/register', { email: other, password });
        expect([answer.status, answer.body.user.email]).toEqual([201, other]);
      }
      await api
        .post('/auth/register', { email: email.replace('example', 'ex\u00e4mple'), password })
        .expect(201);
      const punycode = email.replace('example.com', 'xn--exmple-cua.com');
      expect((await api.post('/auth/register', { email: punycode, password })).status).toBe(409);
    });

    it('lets exactly one of 50 parallel registrations of an address win', async () => {
      const credentials = newCredentials();
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => api.post('/auth/register', credentials)),
      );
      expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
      expect(answers.filter((answer) => answer.body.code === 'auth.email_taken')).toHaveLength(49);
      const [counts] = await sql<{ users: number; workspaces: number; sessions: number }>(
        `SELECT (SELECT count(*) FROM users WHERE email = $1)::int AS users,
                (SELECT count(*) FROM workspaces w JOIN users u ON u.id = w.personal_of WHERE u.email = $1)::int AS workspaces,
                (SELECT count(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1)::int AS sessions`,
        [credentials.email],
      );
      expect(counts).toEqual({ users: 1, workspaces: 1, sessions: 1 });
    });

    it.each(
      titled<[object, string, string]>([
        [{ email: 'no-address' }, 'email', 'validation.is_email'],
        [{ email: 'Ada <ada@example.com>' }, 'email', 'validation.is_email'],
        [{ email: 'ada@example.com\r\nBcc: eve@example.com' }, 'email', 'validation.is_email'],
        [{ email: null }, 'email', 'validation.is_email'],
        [{ email: ['a@example.com'] }, 'email', 'validation.is_email'],
        [{ password: 'short77' }, 'password', 'validation.min_length'],
        [{ password: 'x'.repeat(257) }, 'password', 'validation.max_length'],
        [{ password: 12345678 }, 'password', 'validation.is_string'],
        [{ name: '' }, 'name', 'validation.is_plain_line'],
        [{ name: 'two\nlines' }, 'name', 'validation.is_plain_line'],
        [{ name: null }, 'name', 'validation.is_plain_line'],
        [{ platformRole: 'admin' }, 'platformRole', 'validation.whitelist_validation'],
        [{ refreshInBody: 'yes' }, 'refreshInBody', 'validation.is_boolean'],
      ]),
    )('refuses %s and says why', async (_, faults, path, code) => {
      const answer = await api.post('/auth/register', { ...newCredentials(), ...faults });
      expect(answer.status).toBe(422);
      expect(answer.body.code).toBe('validation.failed');
      expect(answer.body.errors).toContainEqual({
        path,
        code,
        message: expect.stringMatching(/^[A-Z].*\.$/),
      });
    });

    it('never stores a password', async () => {
      const password = unique('canary');
      await registerUser(server.url, { password });
      const rows = await sql<{ row: string }>('SELECT users::text AS row FROM users');
      expect(rows.every(({ row }) => !row.includes(password))).toBe(true);
    });
  });

  describe('signing in', () => {
    it('takes the address in any spelling and the password exactly', async () => {
      const { email, password, id } = await registerUser(server.url, {
        password: `${'p'.repeat(72)}tail-one`,
      });
      const answer = await api.post('/auth/login', {
        email: email.toUpperCase(),
        password,
        refreshInBody: true,
      });
      expect(answer.status).toBe(200);
      expect(answer.body.user.id).toBe(id);
      expect(answer.body.refreshToken).toMatch(/^[\w-]{43}$/);
      await api.post('/auth/login', { email, password: `${'p'.repeat(72)}tail-two` }).expect(401);
      await api.post('/auth/login', { email, password: ` ${password}` }).expect(401);
    });

    it('says the same about an unknown address and a wrong password', async () => {
      const { email } = await registerUser(server.url);
      const wrong = await api.post('/auth/login', { email, password: 'not the password' });
      const unknown = await api.post('/auth/login', {
        email: 'nobody@example.com',
        password: 'not the password',
      });
      const { requestId: _, ...body } = wrong.body;
      expect(wrong.status).toBe(401);
      expect(body.code).toBe('auth.invalid_credentials');
      expect(unknown.status).toBe(401);
      expect(unknown.body).toEqual({ ...body, requestId: expect.any(String) });
    });

    it('answers in the language that was asked for', async () => {
      const answer = await api
        .post('/auth/login', { email: 'nobody@example.com', password: 'x' })
        .set('Accept-Language', 'de-AT, en;q=0.5');
      expect(answer.headers['content-language']).toBe('de');
      expect(answer.body.detail).toBe('Die E-Mail-Adresse oder das Passwort stimmt nicht.');
    });
  });

  describe('the first account', () => {
    it('alone becomes platform administrator, even when many register at once', async () => {
      const fresh = await startTestApp();
      try {
        const users = await Promise.all(Array.from({ length: 10 }, () => registerUser(fresh.url)));
        const answers = await Promise.all(users.map((user) => user.api.get('/auth/me')));
        expect(answers.filter((answer) => answer.body.platformAdmin === true)).toHaveLength(1);
        const late = await registerUser(fresh.url);
        expect((await late.api.get('/auth/me')).body.platformAdmin).toBe(false);
      } finally {
        await fresh.close();
      }
    });
  });

  describe('the profile', () => {
    it('changes what is given and nothing else', async () => {
      const user = await registerUser(server.url, { name: 'Ada' });
      const renamed = await user.api.patch('/auth/me', { name: 'Ada 👩‍💻 King' });
      expect(renamed.status).toBe(200);
      expect(renamed.body).toMatchObject({ id: user.id, name: 'Ada 👩‍💻 King', locale: 'en' });
      const moved = await user.api.patch('/auth/me', { locale: 'fr' });
      expect(moved.body).toMatchObject({ name: 'Ada 👩‍💻 King', locale: 'fr' });
      expect((await user.api.get('/auth/me')).body).toEqual(moved.body);
      await user.api.patch('/auth/me', {}).expect(200);
      const changes = (await auditOf(server, user.id)).filter(({ action }) => action.startsWith('user.'));
      expect(changes.map(({ detail }) => detail)).toEqual([{ fields: 'name' }, { fields: 'locale' }]);
    });

    it.each(
      titled<[object]>([
        [{ locale: 'tlh' }],
        [{ name: null }],
        [{ name: 'x'.repeat(121) }],
        [{ name: 'evil\u202egnp.exe' }],
        [{ email: 'other@example.com' }],
        [{ platformAdmin: true }],
        [{ id: '01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d90' }],
      ]),
    )('refuses %s', async (_, body) => {
      const user = await registerUser(server.url);
      const before = (await user.api.get('/auth/me')).body;
      const answer = await user.api.patch('/auth/me', body);
      expect(answer.status).toBe(422);
      expect((await user.api.get('/auth/me')).body).toEqual(before);
    });
  });
});
