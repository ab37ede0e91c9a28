import { newId } from '../../src/kernel/id.js';
import { unique } from '../factories/unique.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ApiClient } from '../support/api-client.js';
import { auditOf } from '../support/audit.js';
import { withClient } from '../support/postgres.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

describe('administration of accounts', () => {
  let server: TestApp;
  let api: ApiClient;
  let admin: TestUser;

  beforeAll(async () => {
    server = await startTestApp();
    api = new ApiClient(server.url);
    admin = await registerUser(server.url);
  });
  afterAll(() => server.close());

  const sql = <T>(text: string, params: unknown[] = []) =>
    withClient(server.config.databaseUrl!, async (client) => (await client.query(text, params)).rows as T[]);
  const suspend = (user: { id: string }, suspended = true, as = admin) =>
    as.api.patch(`/admin/users/${user.id}`, { suspended });
  const login = (user: TestUser, password = user.password) =>
    api.post('/auth/login', { email: user.email, password });

  it('is for platform administrators', async () => {
    const user = await registerUser(server.url);
    for (const answer of [await user.api.get('/admin/users'), await suspend(admin, true, user)]) {
      expect([answer.status, answer.body.code]).toEqual([403, 'access.forbidden']);
    }
    expect((await api.get('/admin/users')).status).toBe(401);
    expect((await api.patch(`/admin/users/${user.id}`, { suspended: true })).status).toBe(401);
    expect((await admin.api.get('/auth/me')).status).toBe(200);
  });

  it('lists accounts, a page at a time, by parts of address or name, taken literally', async () => {
    const word = unique('needle');
    const byAddress = await registerUser(server.url, { email: `${word}@example.com` });
    const byName = await registerUser(server.url, { name: `100%_${word.toUpperCase()}` });
    const find = async (query: string) => (await admin.api.get(`/admin/users?${query}`)).body;
    const found = await find(`q=${word}`);
    expect(found.items.map(({ id }: TestUser) => id)).toEqual([byName.id, byAddress.id]);
    expect(found.items[1]).toEqual({
      id: byAddress.id,
      email: byAddress.email,
      name: word,
      platformAdmin: false,
      secondFactor: false,
      suspendedAt: null,
      deletionAt: null,
      createdAt: expect.stringMatching(/Z$/),
    });
    const first = await find(`q=${word}&limit=1`);
    const second = await find(`q=${word}&limit=1&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items]).toEqual(found.items);
    expect(second.nextCursor).toBeNull();
    expect((await find(`q=${encodeURIComponent(`%_${word}`)}`)).items).toHaveLength(1);
    for (const nothing of [`_${word}%`, `%${word}`, '\\', `' OR 1=1 --`]) {
      expect((await find(`q=${encodeURIComponent(nothing)}`)).items).toEqual([]);
    }
    expect(
      (await admin.api.get(`/admin/users?cursor=${Buffer.from('x').toString('base64url')}`)).status,
    ).toBe(400);
  });

  it('suspends: sessions are dead at once, and signing in answers as to a wrong password', async () => {
    const user = await registerUser(server.url);
    const bystander = await registerUser(server.url);
    const wrong = await login(user, 'not the password');
    expect((await user.api.get('/auth/me')).status).toBe(200);
    const answer = await suspend(user);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ id: user.id, suspendedAt: expect.stringMatching(/Z$/) });
    expect((await user.api.get('/auth/me')).status).toBe(401);
    expect((await api.post('/auth/refresh', { refreshToken: user.refreshToken })).status).toBe(401);
    const refused = await login(user);
    expect(refused.status).toBe(401);
    expect({ ...refused.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' });
    expect(refused.headers['set-cookie']).toBeUndefined();
    expect((await bystander.api.get('/auth/me')).status).toBe(200);
    expect((await suspend(user, false)).body.suspendedAt).toBeNull();
    expect((await login(user)).status).toBe(200);
    expect((await user.api.get('/auth/me')).status).toBe(401);
    const events = (await auditOf(server, user.id)).filter(({ action }) => action.startsWith('user.'));
    expect(events).toEqual([
      expect.objectContaining({ action: 'user.suspended', actor: admin.id }),
      expect.objectContaining({ action: 'user.reinstated', actor: admin.id }),
    ]);
  });

  it('also counts for a session that another instance, or a moment, left open', async () => {
    const user = await registerUser(server.url);
    await sql('UPDATE users SET suspended_at = now() WHERE id = $1', [user.id]);
    expect((await user.api.get('/auth/me')).status).toBe(401);
  });

  it('says twice what is once', async () => {
    const user = await registerUser(server.url);
    const [first, second] = [await suspend(user), await suspend(user)];
    expect(second.body).toEqual(first.body);
    const events = (await auditOf(server, user.id)).filter(({ action }) => action === 'user.suspended');
    expect(events).toHaveLength(1);
  });

  it('is not for oneself, and two cannot suspend each other', async () => {
    const self = await suspend(admin);
    expect([self.status, self.body.code]).toEqual([409, 'user.self_suspension']);
    const second = await registerUser(server.url);
    await sql(`UPDATE users SET platform_role = 'admin' WHERE id = $1`, [second.id]);
    const answers = await Promise.all([suspend(second), suspend(admin, true, second)]);
    expect(answers.map(({ status }) => status).sort()).not.toEqual([200, 200]);
    const [{ n }] = await sql<{ n: number }>(
      `SELECT count(*)::int AS n FROM users WHERE platform_role = 'admin' AND suspended_at IS NULL`,
    );
    expect(n).toBeGreaterThan(0);
    await sql('UPDATE users SET suspended_at = NULL WHERE id = $1', [admin.id]);
    admin = { ...admin, api: new ApiClient(server.url, (await login(admin)).body.accessToken) };
  });

  it.each([
    [{}, 422],
    [{ suspended: 'yes' }, 422],
    [{ suspended: null }, 422],
    [{ suspended: true, platformAdmin: true }, 422],
  ])('refuses %j', async (body, status) => {
    const user = await registerUser(server.url);
    expect((await admin.api.patch(`/admin/users/${user.id}`, body)).status).toBe(status);
    expect((await user.api.get('/auth/me')).status).toBe(200);
  });

  it('knows no account that does not exist', async () => {
    const unknown = await suspend({ id: newId() });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'user.not_found']);
    expect((await suspend({ id: 'nonsense' })).status).toBe(400);
  });
});
