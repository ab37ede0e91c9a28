import { Secret, TOTP } from 'otpauth';

import { AccountRemoval } from '../../src/auth/application/account-removal.service.js';
import { newId } from '../../src/kernel/id.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ApiClient } from '../support/api-client.js';
import { auditOf } from '../support/audit.js';
import { Mailbox } from '../support/mailbox.js';
import { withClient } from '../support/postgres.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';

const DAY_MS = 86_400_000;

describe('the deletion of an account', () => {
  let server: TestApp;
  let api: ApiClient;
  let mailbox: Mailbox;

  beforeAll(async () => {
    server = await startTestApp();
    api = new ApiClient(server.url);
    mailbox = new Mailbox(server.config.dataDir);
    // The first account is the platform administrator, who is not what most of this is about.
    await registerUser(server.url);
  });
  afterAll(() => server.close());

  const query = <T>(on: TestApp, text: string, params: unknown[] = []) =>
    withClient(on.config.databaseUrl!, async (client) => (await client.query(text, params)).rows as T[]);
  const sql = <T>(text: string, params: unknown[] = []) => query<T>(server, text, params);
  const leave = (user: TestUser, body: object = { password: user.password }) =>
    user.api.delete('/auth/me').send(body);
  const login = async ({ email, password }: TestUser) => api.post('/auth/login', { email, password });
  const returning = async (user: TestUser) => api.as((await login(user)).body.accessToken as string);
  const exists = async (table: string, id: string) =>
    (await sql(`SELECT 1 FROM ${table} WHERE id = $1`, [id])).length === 1;
  /** As if the grace period were over; then what happens every minute. */
  const letTheDayCome = async (user: TestUser) => {
    await sql(`UPDATE users SET deletion_at = now() - interval '1 minute' WHERE id = $1`, [user.id]);
    await server.app.get(AccountRemoval).run();
  };
  const sharedWorkspace = async (owner: TestUser, name: string) => {
    const id = newId();
    await sql('INSERT INTO workspaces (id, name) VALUES ($1, $2)', [id, name]);
    await join(id, owner, 'owner');
    return id;
  };
  const join = (workspaceId: string, user: TestUser, role: string) =>
    sql('INSERT INTO workspace_members (workspace_id, user_id, role) VALUES ($1, $2, $3)', [
      workspaceId,
      user.id,
      role,
    ]);

  it('is set for a day two weeks away, and ends all sessions', async () => {
    const user = await registerUser(server.url);
    const other = (await login(user)).body;
    const answer = await leave(user);
    expect(answer.status).toBe(202);
    expect(answer.headers['set-cookie'][0]).toMatch(/^kyro_refresh=; /);
    const away = Date.parse(answer.body.deletionAt) - Date.now();
    expect(away).toBeGreaterThan(13.9 * DAY_MS);
    expect(away).toBeLessThan(14.1 * DAY_MS);
    for (const token of [user.accessToken, other.accessToken]) {
      expect((await api.as(token).get('/auth/me')).status).toBe(401);
    }
    expect((await api.post('/auth/refresh', { refreshToken: user.refreshToken })).status).toBe(401);
    const mail = await mailbox.next(user.email, 'account-deletion-scheduled');
    expect(mail.text).toContain(answer.body.deletionAt.slice(0, 10));
    expect(await auditOf(server, user.id)).toContainEqual(
      expect.objectContaining({ action: 'user.deletion_scheduled', actor: user.id, detail: { days: 14 } }),
    );
  });

  it('is said at the next sign-in, and can be taken back', async () => {
    const user = await registerUser(server.url);
    const { deletionAt } = (await leave(user)).body;
    const signedIn = await login(user);
    expect(signedIn.status).toBe(200);
    expect(signedIn.body.user.deletionAt).toBe(deletionAt);
    const back = api.as(signedIn.body.accessToken as string);
    expect((await back.post('/auth/me/keep')).status).toBe(204);
    expect((await back.post('/auth/me/keep')).status).toBe(204);
    expect((await back.get('/auth/me')).body.deletionAt).toBeNull();
    await server.app.get(AccountRemoval).run();
    expect((await back.get('/auth/me')).status).toBe(200);
    const cancelled = (await auditOf(server, user.id)).filter(
      ({ action }) => action === 'user.deletion_cancelled',
    );
    expect(cancelled).toHaveLength(1);
  });

  it('keeps its day when it is asked for again', async () => {
    const user = await registerUser(server.url);
    const { deletionAt } = (await leave(user)).body;
    const again = await (await returning(user)).delete('/auth/me').send({ password: user.password });
    expect(again.body.deletionAt).toBe(deletionAt);
  });

  it('takes the account, its personal workspace and everything in it, and leaves others alone', async () => {
    const [user, bystander] = [await registerUser(server.url), await registerUser(server.url)];
    const bot = (await user.api.post('/bots', { name: 'Mine' })).body.id as string;
    const text = { title: 'Mine too', content: 'Words that are nobody else’s.' };
    const document = (await user.api.post(`/bots/${bot}/documents/text`, text)).body.id as string;
    const theirs = (await bystander.api.post('/bots', { name: 'Theirs' })).body.id as string;
    const alone = await sharedWorkspace(user, 'Only me here');
    await leave(user);
    await server.app.get(AccountRemoval).run();
    expect(await exists('users', user.id)).toBe(true);
    await letTheDayCome(user);
    expect(await exists('users', user.id)).toBe(false);
    await waitFor('everything to be gone', async () => {
      const left = await Promise.all([
        exists('workspaces', user.workspaceId),
        exists('workspaces', alone),
        exists('bots', bot),
        exists('documents', document),
        sql('SELECT 1 FROM chunks WHERE bot_id = $1', [bot]).then((rows) => rows.length > 0),
      ]);
      return left.every((there) => !there);
    });
    expect(await exists('bots', theirs)).toBe(true);
    expect((await bystander.api.get(`/bots/${theirs}`)).status).toBe(200);
    expect((await login(user)).body.code).toBe('auth.invalid_credentials');
    await mailbox.next(user.email, 'account-deleted');
    expect(await auditOf(server, user.id)).toContainEqual(
      expect.objectContaining({ action: 'user.deleted', actor: null }),
    );
    const again = await registerUser(server.url, { email: user.email });
    expect(again.id).not.toBe(user.id);
  });

  it('happens once, though several look', async () => {
    const user = await registerUser(server.url);
    await leave(user);
    await sql(`UPDATE users SET deletion_at = now() - interval '1 minute' WHERE id = $1`, [user.id]);
    const removal = server.app.get(AccountRemoval);
    await Promise.all([removal.run(), removal.run(), removal.run()]);
    expect(await exists('users', user.id)).toBe(false);
    const deleted = (await auditOf(server, user.id)).filter(({ action }) => action === 'user.deleted');
    expect(deleted).toHaveLength(1);
  });

  it('waits until shared workspaces have another owner', async () => {
    const [user, member] = [await registerUser(server.url), await registerUser(server.url)];
    const shared = await sharedWorkspace(user, 'Analytical Engines');
    await join(shared, member, 'editor');
    const refused = await leave(user);
    expect([refused.status, refused.body.code]).toEqual([409, 'auth.owns_workspaces']);
    expect(refused.body.detail).toContain('Analytical Engines');
    expect((await user.api.get('/auth/me')).body.deletionAt).toBeNull();
    await sql(`UPDATE workspace_members SET role = 'owner' WHERE user_id = $1`, [member.id]);
    expect((await leave(user)).status).toBe(202);
    await letTheDayCome(user);
    expect(await exists('users', user.id)).toBe(false);
    expect(await exists('workspaces', shared)).toBe(true);
  });

  it('does not wait for those before it that cannot be deleted', async () => {
    const removal = server.app.get(AccountRemoval);
    const users = await Promise.all(Array.from({ length: 23 }, () => registerUser(server.url)));
    const ids = users.map(({ id }) => id).sort();
    const last = ids.at(-1)!;
    const remove = removal.remove.bind(removal);
    jest.spyOn(removal, 'remove').mockImplementation((id) => {
      if (id !== last && ids.includes(id)) return Promise.reject(new Error('not today'));
      return remove(id);
    });
    await sql(`UPDATE users SET deletion_at = now() - interval '1 minute' WHERE id = ANY($1)`, [ids]);
    await removal.run();
    jest.restoreAllMocks();
    expect(await sql('SELECT count(*)::int AS left FROM users WHERE id = ANY($1)', [ids])).toEqual([
      { left: 22 },
    ]);
    expect(await exists('users', last)).toBe(false);
    await sql('UPDATE users SET deletion_at = NULL WHERE id = ANY($1)', [ids]);
  });

  it('leaves no workspace without an owner, whoever joined or left meanwhile', async () => {
    const [user, first, second, shut] = await Promise.all([1, 2, 3, 4].map(() => registerUser(server.url)));
    const shared = await sharedWorkspace(user, 'Difference Engines');
    expect((await leave(user)).status).toBe(202);
    await join(shared, first, 'editor');
    await join(shared, second, 'admin');
    await join(shared, shut, 'admin');
    await sql(
      'UPDATE workspace_members SET suspended_at = now(), created_at = created_at - $2::interval WHERE user_id = $1',
      [shut.id, '1 hour'],
    );
    await letTheDayCome(user);
    const members = await sql<{ id: string; role: string }>(
      'SELECT user_id AS id, role FROM workspace_members WHERE workspace_id = $1 ORDER BY role',
      [shared],
    );
    expect(members).toEqual([
      { id: shut.id, role: 'admin' },
      { id: first.id, role: 'editor' },
      { id: second.id, role: 'owner' },
    ]);
    const mail = await mailbox.next(second.email, 'ownership-inherited');
    expect(mail.text).toContain('Difference Engines');
    for (const { email } of [first, shut]) expect(await mailbox.to(email, 'ownership-inherited')).toEqual([]);
    const [event] = await sql(
      'SELECT action, actor_kind, detail FROM audit_events WHERE target_id = $1 AND workspace_id = $2',
      [second.id, shared],
    );
    expect(event).toEqual({
      action: 'member.role_changed',
      actor_kind: 'system',
      detail: { role: 'owner', because: 'the only owner left' },
    });
  });

  it('takes the password, and the code of those who have one', async () => {
    const user = await registerUser(server.url);
    const wrong = await leave(user, { password: 'not the password' });
    expect([wrong.status, wrong.body.code]).toEqual([403, 'auth.password_wrong']);
    expect((await leave(user, {})).status).toBe(422);
    const { secret } = (await user.api.post('/auth/totp', { password: user.password })).body;
    const code = () => new TOTP({ secret: Secret.fromBase32(secret as string) }).generate();
    await user.api.post('/auth/totp/confirm', { code: code() }).expect(200);
    const bare = await leave(user);
    expect([bare.status, bare.body.code]).toEqual([403, 'auth.second_factor_required']);
    await sql('UPDATE totp_factors SET last_step = last_step - 3 WHERE user_id = $1', [user.id]);
    expect((await leave(user, { password: user.password, totp: code() })).status).toBe(202);
    expect((await api.delete('/auth/me').send({ password: 'x' })).status).toBe(401);
  });

  it('is not for the last administrator while others are there, and then it is', async () => {
    const fresh = await startTestApp({
      env: { ACCOUNT_DELETION_GRACE_DAYS: '0' },
    });
    try {
      const admin = await registerUser(fresh.url);
      const user = await registerUser(fresh.url);
      const refused = await leave(admin);
      expect([refused.status, refused.body.code]).toEqual([409, 'auth.last_administrator']);
      expect((await leave(user)).status).toBe(202);
      expect(await query(fresh, 'SELECT 1 FROM users WHERE id = $1', [user.id])).toEqual([]);
      await new Mailbox(fresh.config.dataDir).next(user.email, 'account-deleted');
      expect((await leave(admin)).status).toBe(202);
      expect(await query(fresh, 'SELECT 1 FROM users')).toEqual([]);
      const next = await registerUser(fresh.url);
      expect((await next.api.get('/auth/me')).body.platformAdmin).toBe(true);
    } finally {
      await fresh.close();
    }
  });

  it('leaves one of two administrators who go at the same time', async () => {
    const fresh = await startTestApp();
    try {
      const admins = [await registerUser(fresh.url), await registerUser(fresh.url)];
      await query(fresh, `UPDATE users SET platform_role = 'admin'`);
      const answers = await Promise.all(admins.map((admin) => leave(admin)));
      expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
    } finally {
      await fresh.close();
    }
  });
});
