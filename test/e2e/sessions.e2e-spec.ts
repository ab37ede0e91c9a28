import { newId } from '../../src/kernel/id.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ApiClient } from '../support/api-client.js';
import { auditOf } from '../support/audit.js';
import { withClient } from '../support/postgres.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0';

describe('sessions', () => {
  let server: TestApp;
  let api: ApiClient;

  beforeAll(async () => {
    server = await startTestApp();
    api = new ApiClient(server.url);
  });
  afterAll(() => server.close());

  const sql = <T>(text: string, params: unknown[] = []) =>
    withClient(server.config.databaseUrl!, async (client) => (await client.query(text, params)).rows as T[]);
  const signIn = async (user: TestUser, userAgent = FIREFOX) => {
    const { email, password } = user;
    const answer = await api
      .post('/auth/login', { email, password, refreshInBody: true })
      .set('User-Agent', userAgent);
    expect(answer.status).toBe(200);
    return answer.body as { accessToken: string; refreshToken: string };
  };
  const list = async (user: TestUser) => (await user.api.get('/auth/sessions')).body.items;
  const statusOf = async (token: string) => (await api.as(token).get('/auth/me')).status;

  it('are listed with device, address, times and the one in use', async () => {
    const user = await registerUser(server.url);
    await signIn(user);
    const answer = await user.api.get('/auth/sessions');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      items: [
        {
          id: expect.any(String),
          device: 'Firefox · Linux',
          ip: expect.stringMatching(/127\.0\.0\.1$/),
          createdAt: expect.stringMatching(/Z$/),
          lastUsedAt: expect.stringMatching(/Z$/),
          expiresAt: expect.stringMatching(/Z$/),
          current: false,
        },
        expect.objectContaining({ current: true }),
      ],
      nextCursor: null,
    });
  });

  it('are shown to their owner alone, a page at a time', async () => {
    const [user, other] = [await registerUser(server.url), await registerUser(server.url)];
    for (let i = 0; i < 3; i++) await signIn(user);
    const first = (await user.api.get('/auth/sessions?limit=3')).body;
    const rest = (await user.api.get(`/auth/sessions?limit=3&cursor=${first.nextCursor}`)).body;
    expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([3, 1, null]);
    const mine = [...first.items, ...rest.items].map(({ id }) => id);
    const theirs = (await list(other)).map(({ id }: { id: string }) => id);
    expect(new Set([...mine, ...theirs]).size).toBe(5);
    const foreign = await other.api.get(`/auth/sessions?cursor=${first.nextCursor}`);
    expect(foreign.body.items.every(({ id }: { id: string }) => theirs.includes(id))).toBe(true);
  });

  it('say when they were last carried on', async () => {
    const user = await registerUser(server.url);
    await sql(`UPDATE sessions SET last_used_at = now() - interval '3 days' WHERE user_id = $1`, [user.id]);
    const [before] = await list(user);
    await api.post('/auth/refresh', { refreshToken: user.refreshToken }).expect(200);
    const [after] = await list(user);
    expect(Date.parse(after.lastUsedAt) - Date.parse(before.lastUsedAt)).toBeGreaterThan(86_400_000);
    expect(after.createdAt).toBe(before.createdAt);
  });

  it('are ended one by one, at once, with their tokens', async () => {
    const user = await registerUser(server.url);
    const other = await signIn(user);
    expect(await statusOf(other.accessToken)).toBe(200);
    const { id } = (await list(user)).find(({ current }: { current: boolean }) => !current);
    expect((await user.api.delete(`/auth/sessions/${id}`)).status).toBe(204);
    expect(await statusOf(other.accessToken)).toBe(401);
    expect((await api.post('/auth/refresh', { refreshToken: other.refreshToken })).status).toBe(401);
    expect(await statusOf(user.accessToken)).toBe(200);
    expect((await list(user)).length).toBe(1);
    const again = await user.api.delete(`/auth/sessions/${id}`);
    expect([again.status, again.body.code]).toEqual([404, 'session.not_found']);
    expect(await auditOf(server, user.id)).toContainEqual(
      expect.objectContaining({ action: 'auth.session_revoked', actor: user.id, detail: { sessionId: id } }),
    );
  });

  it('of others are as if there were none', async () => {
    const [user, other] = [await registerUser(server.url), await registerUser(server.url)];
    const [{ id }] = await list(other);
    const foreign = await user.api.delete(`/auth/sessions/${id}`);
    const unknown = await user.api.delete(`/auth/sessions/${newId()}`);
    expect(foreign.status).toBe(404);
    const bare = (answer: typeof foreign) => ({ ...answer.body, requestId: '', instance: '' });
    expect(bare(foreign)).toEqual(bare(unknown));
    expect(await statusOf(other.accessToken)).toBe(200);
    expect((await user.api.delete('/auth/sessions/nonsense')).status).toBe(400);
  });

  it('are ended everywhere, here as well', async () => {
    const user = await registerUser(server.url);
    const other = await signIn(user);
    const bystander = await registerUser(server.url);
    const answer = await user.api.delete('/auth/sessions');
    expect(answer.status).toBe(204);
    expect(answer.headers['set-cookie'][0]).toMatch(/^kyro_refresh=; /);
    for (const token of [user.accessToken, other.accessToken]) expect(await statusOf(token)).toBe(401);
    for (const { refreshToken } of [user, other]) {
      expect((await api.post('/auth/refresh', { refreshToken })).status).toBe(401);
    }
    expect(await statusOf(bystander.accessToken)).toBe(200);
    expect(await auditOf(server, user.id)).toContainEqual(
      expect.objectContaining({ action: 'auth.sessions_revoked', detail: { ended: 2 } }),
    );
  });

  it('are ended everywhere else', async () => {
    const user = await registerUser(server.url);
    const other = await signIn(user);
    const answer = await user.api.delete('/auth/sessions?keepCurrent=true');
    expect(answer.status).toBe(204);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(await statusOf(user.accessToken)).toBe(200);
    expect(await statusOf(other.accessToken)).toBe(401);
    expect((await user.api.delete('/auth/sessions?keepCurrent=perhaps')).status).toBe(422);
    expect((await list(user)).length).toBe(1);
  });

  it('take the place of the one before in the same browser, once somebody is in', async () => {
    const [first, second] = [await registerUser(server.url), await registerUser(server.url)];
    const enter = (password: string) =>
      api
        .post('/auth/login', { email: second.email, password })
        .set('Cookie', `kyro_refresh=${first.refreshToken}`);
    expect((await enter('not the password')).status).toBe(401);
    expect(await statusOf(first.accessToken)).toBe(200);
    const answer = await enter(second.password);
    expect(answer.headers['set-cookie'][0]).toMatch(/^kyro_refresh=[\w-]{43}; /);
    expect(await statusOf(first.accessToken)).toBe(401);
    expect((await api.post('/auth/refresh', { refreshToken: first.refreshToken })).status).toBe(401);
    expect(await statusOf(second.accessToken)).toBe(200);
    expect(await statusOf(answer.body.accessToken as string)).toBe(200);
    expect(answer.status).toBe(200);
  });

  it('leave a trace of who signed in and out, without any address', async () => {
    const user = await registerUser(server.url);
    const { accessToken } = await signIn(user);
    await api.post('/auth/login', { email: user.email, password: 'not the password' }).expect(401);
    await api.post('/auth/login', { email: 'stranger@example.com', password: 'whatever' }).expect(401);
    await api.as(accessToken).post('/auth/logout').expect(204);
    const events = await auditOf(server, user.id);
    expect(events.map(({ action, result }) => [action, result])).toEqual([
      ['auth.registered', 'success'],
      ['auth.logged_in', 'success'],
      ['auth.login_failed', 'failure'],
      ['auth.logged_out', 'success'],
    ]);
    expect(events[1]).toMatchObject({ actor: user.id, userAgent: FIREFOX, detail: { secondFactor: 'none' } });
    expect(events[2]).toMatchObject({ actor: null, detail: { reason: 'credentials' } });
    const all = await sql<{ row: string }>('SELECT e::text AS row FROM audit_events e');
    expect(all.some(({ row }) => row.includes('login_failed') && !row.includes(user.id))).toBe(true);
    for (const text of [user.email, 'stranger@example.com', user.password, 'not the password']) {
      expect(all.some(({ row }) => row.includes(text))).toBe(false);
    }
  });

  it('leave a trace when an exchanged token comes again', async () => {
    const user = await registerUser(server.url);
    await api.post('/auth/refresh', { refreshToken: user.refreshToken }).expect(200);
    await sql(
      `UPDATE refresh_tokens SET exchanged_at = exchanged_at - interval '1 minute'
       WHERE session_id IN (SELECT id FROM sessions WHERE user_id = $1)`,
      [user.id],
    );
    await api.post('/auth/refresh', { refreshToken: user.refreshToken }).expect(401);
    await api.post('/auth/refresh', { refreshToken: user.refreshToken }).expect(401);
    const reused = (await auditOf(server, user.id)).filter(({ action }) => action === 'auth.refresh_reused');
    expect(reused).toEqual([
      expect.objectContaining({ result: 'failure', actor: null, detail: { sessionId: expect.any(String) } }),
    ]);
  });

  it('are spoken of in answers that no cache keeps', async () => {
    const user = await registerUser(server.url);
    const [{ id }] = await list(user);
    const answers = [
      await user.api.get('/auth/me'),
      await user.api.get('/auth/sessions'),
      await user.api.patch('/auth/me', { name: 'Someone' }),
      await api.get('/auth/me'),
      await api.post('/auth/login', { email: user.email, password: 'not the password' }),
      await api.post('/auth/login', { email: 3 }),
      await api.post('/auth/refresh', { refreshToken: 'A'.repeat(43) }),
      await api.post('/auth/register', { email: user.email, password: 'correct horse battery' }),
      await user.api.get('/auth/nothing'),
      await user.api.delete(`/auth/sessions/${id}`),
      await user.api.post('/auth/logout'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([
      200, 200, 200, 401, 401, 422, 401, 409, 404, 204, 204,
    ]);
    expect(answers.map(({ headers }) => headers['cache-control'])).toEqual(answers.map(() => 'no-store'));
  });

  it('are kept in a cookie that only travels over TLS when the address is https', async () => {
    const secure = await startTestApp({ env: { PUBLIC_URL: 'https://chat.example' } });
    try {
      const credentials = { email: 'ada@example.com', password: 'correct horse battery' };
      const answer = await new ApiClient(secure.url).post('/auth/register', credentials);
      expect(answer.headers['set-cookie'][0]).toMatch(
        /^kyro_refresh=[\w-]{43}; .*Path=\/api\/v1\/auth; .*HttpOnly; Secure; SameSite=Strict$/,
      );
    } finally {
      await secure.close();
    }
  });
});
