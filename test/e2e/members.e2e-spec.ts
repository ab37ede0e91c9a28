import { newId } from '../../src/kernel/id.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ApiClient } from '../support/api-client.js';
import { Mailbox } from '../support/mailbox.js';
import { withClient } from '../support/postgres.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

type Role = 'owner' | 'admin' | 'editor' | 'viewer';

describe('workspaces, their members and invitations', () => {
  let server: TestApp;
  let api: ApiClient;
  let mailbox: Mailbox;

  beforeAll(async () => {
    server = await startTestApp({ env: { PUBLIC_URL: 'https://chat.example.com' } });
    api = new ApiClient(server.url);
    mailbox = new Mailbox(server.config.dataDir);
  });
  afterAll(() => server.close());

  const sql = <T>(text: string, params: unknown[] = []) =>
    withClient(server.config.databaseUrl!, async (client) => (await client.query(text, params)).rows as T[]);
  const code = (answer: { status: number; body: { code?: string } }) => [answer.status, answer.body.code];
  const actions = async (workspaceId: string) =>
    (
      await sql<{ action: string }>('SELECT action FROM audit_events WHERE workspace_id = $1 ORDER BY id', [
        workspaceId,
      ])
    ).map(({ action }) => action);

  async function makeWorkspace(owner: TestUser, name = 'Engines'): Promise<string> {
    const answer = await owner.api.post('/workspaces', { name });
    expect(answer.status).toBe(201);
    return answer.body.id as string;
  }

  async function invite(by: TestUser, workspaceId: string, email: string, role: Role): Promise<string> {
    const address = email.trim().toLowerCase();
    const before = (await mailbox.to(address, 'invitation')).length;
    const answer = await by.api.post(`/workspaces/${workspaceId}/invitations`, { email, role });
    expect(answer.status).toBe(201);
    return Mailbox.token(await mailbox.next(address, 'invitation', before));
  }

  async function join(by: TestUser, workspaceId: string, role: Role): Promise<TestUser> {
    const user = await registerUser(server.url);
    const token = await invite(by, workspaceId, user.email, role === 'owner' ? 'admin' : role);
    expect((await user.api.post('/invitations/accept', { token })).status).toBe(200);
    if (role === 'owner') {
      const change = { role: 'owner' };
      expect((await by.api.patch(`/workspaces/${workspaceId}/members/${user.id}`, change)).status).toBe(200);
    }
    return user;
  }

  describe('a workspace', () => {
    it('is made, renamed and deleted by its owner, with everything in it', async () => {
      const owner = await registerUser(server.url);
      const id = await makeWorkspace(owner);
      expect((await owner.api.get(`/workspaces/${id}`)).body).toMatchObject({
        role: 'owner',
        personal: false,
      });
      expect((await owner.api.patch(`/workspaces/${id}`, { name: 'Looms' })).body.name).toBe('Looms');
      const bot = (await owner.api.post('/bots', { name: 'B', workspaceId: id })).body;
      expect(await actions(id)).toEqual(['workspace.created', 'workspace.renamed', 'bot.created']);
      expect((await owner.api.delete(`/workspaces/${id}`)).status).toBe(204);
      expect((await owner.api.get(`/workspaces/${id}`)).status).toBe(404);
      expect((await owner.api.get(`/bots/${bot.id}`)).status).toBe(404);
      expect((await owner.api.get('/workspaces')).body.items).toHaveLength(1);
      expect(await actions(id)).toEqual(['workspace.deleted']);
    });

    it('is made once, however often it is sent', async () => {
      const owner = await registerUser(server.url);
      const key = newId();
      const make = () => owner.api.post('/workspaces', { name: 'Once' }).set('Idempotency-Key', key);
      const [first, second] = [await make(), await make()];
      expect(second.body.id).toBe(first.body.id);
      expect((await owner.api.get('/workspaces')).body.items).toHaveLength(2);
    });

    it('that came with the account stays', async () => {
      const owner = await registerUser(server.url);
      const personal = `/workspaces/${owner.workspaceId}`;
      expect(code(await owner.api.delete(personal))).toEqual([409, 'workspace.personal']);
      expect(code(await owner.api.delete(`${personal}/members/${owner.id}`))).toEqual([
        409,
        'workspace.personal',
      ]);
      const admin = await join(owner, owner.workspaceId, 'admin');
      expect(code(await owner.api.post(`${personal}/transfer`, { userId: admin.id }))).toEqual([
        409,
        'workspace.personal',
      ]);
    });

    it('does not exist for strangers, and not every member may change it', async () => {
      const [owner, stranger] = [await registerUser(server.url), await registerUser(server.url)];
      const id = await makeWorkspace(owner);
      const editor = await join(owner, id, 'editor');
      for (const [method, path] of [
        ['patch', ''],
        ['delete', ''],
        ['get', '/members'],
        ['get', '/invitations'],
        ['post', '/invitations'],
        ['post', '/transfer'],
        ['patch', `/members/${owner.id}`],
        ['delete', `/members/${owner.id}`],
      ] as const) {
        const body =
          path === '/transfer'
            ? { userId: owner.id }
            : path === '/invitations'
              ? { email: 'x@example.com', role: 'viewer' }
              : path === ''
                ? { name: 'Mine' }
                : { role: 'viewer' };
        const send = (as: ApiClient) =>
          method === 'get' || method === 'delete'
            ? as[method](`/workspaces/${id}${path}`)
            : as[method](`/workspaces/${id}${path}`, body);
        expect([path, ...code(await send(stranger.api))]).toEqual([path, 404, 'workspace.not_found']);
        if (path !== '/members') {
          expect([path, ...code(await send(editor.api))]).toEqual([path, 403, 'access.forbidden']);
        }
      }
    });
  });

  describe('members', () => {
    it('are listed with name, address and role, page by page', async () => {
      const owner = await registerUser(server.url);
      const id = await makeWorkspace(owner);
      const editor = await join(owner, id, 'editor');
      const path = `/workspaces/${id}/members?limit=1`;
      const first = (await editor.api.get(path)).body;
      expect(first.items).toEqual([
        expect.objectContaining({ userId: editor.id, email: editor.email, role: 'editor', suspended: false }),
      ]);
      const second = (await editor.api.get(`${path}&cursor=${first.nextCursor}`)).body;
      expect(second).toMatchObject({ items: [{ userId: owner.id, role: 'owner' }], nextCursor: null });
      const other = await makeWorkspace(owner);
      const foreign = await owner.api.get(`/workspaces/${other}/members?cursor=${first.nextCursor}`);
      expect(foreign.status).toBe(400);
    });

    it('feel a change of role at once', async () => {
      const owner = await registerUser(server.url);
      const id = await makeWorkspace(owner);
      const user = await join(owner, id, 'viewer');
      const make = () => user.api.post('/bots', { name: 'B', workspaceId: id });
      expect((await make()).status).toBe(403);
      await owner.api.patch(`/workspaces/${id}/members/${user.id}`, { role: 'editor' });
      expect((await make()).status).toBe(201);
      await owner.api.patch(`/workspaces/${id}/members/${user.id}`, { role: 'viewer' });
      expect((await make()).status).toBe(403);
    });

    it('see nothing while they are suspended, and all of it afterwards', async () => {
      const owner = await registerUser(server.url);
      const id = await makeWorkspace(owner);
      const user = await join(owner, id, 'editor');
      const bot = (await user.api.post('/bots', { name: 'B', workspaceId: id })).body;
      const path = `/workspaces/${id}/members/${user.id}`;
      expect((await owner.api.patch(path, { suspended: true })).body.suspended).toBe(true);
      for (const part of [`/workspaces/${id}`, `/bots/${bot.id}`, `/workspaces/${id}/members`]) {
        expect([part, (await user.api.get(part)).status]).toEqual([part, 404]);
      }
      expect((await user.api.get('/workspaces')).body.items).toHaveLength(1);
      expect((await user.api.get('/auth/me')).status).toBe(200);
      expect((await owner.api.patch(path, { suspended: false })).body.suspended).toBe(false);
      expect((await user.api.get(`/bots/${bot.id}`)).status).toBe(200);
    });

    it('are removed, or leave', async () => {
      const owner = await registerUser(server.url);
      const id = await makeWorkspace(owner);
      const [one, two] = [await join(owner, id, 'viewer'), await join(owner, id, 'viewer')];
      expect((await owner.api.delete(`/workspaces/${id}/members/${one.id}`)).status).toBe(204);
      expect((await two.api.delete(`/workspaces/${id}/members/${two.id}`)).status).toBe(204);
      for (const user of [one, two]) expect((await user.api.get(`/workspaces/${id}`)).status).toBe(404);
      expect(code(await owner.api.delete(`/workspaces/${id}/members/${one.id}`))).toEqual([
        404,
        'member.not_found',
      ]);
      expect(await actions(id)).toEqual(expect.arrayContaining(['member.removed', 'member.left']));
    });

    it('cannot rise by themselves, nor may an admin touch or make an owner', async () => {
      const owner = await registerUser(server.url);
      const id = await makeWorkspace(owner);
      const [admin, viewer] = [await join(owner, id, 'admin'), await join(owner, id, 'viewer')];
      const member = (user: TestUser) => `/workspaces/${id}/members/${user.id}`;
      expect(code(await admin.api.patch(member(admin), { role: 'owner' }))).toEqual([409, 'member.self']);
      expect(code(await admin.api.patch(member(viewer), { role: 'owner' }))).toEqual([
        403,
        'access.forbidden',
      ]);
      for (const change of [{ role: 'viewer' }, { suspended: true }]) {
        expect(code(await admin.api.patch(member(owner), change))).toEqual([403, 'access.forbidden']);
      }
      expect(code(await admin.api.delete(member(owner)))).toEqual([403, 'access.forbidden']);
      expect(code(await viewer.api.patch(member(admin), { role: 'viewer' }))).toEqual([
        403,
        'access.forbidden',
      ]);
      expect((await admin.api.patch(member(viewer), { role: 'admin' })).status).toBe(200);
    });

    it('always leave an owner, also when twenty demotions meet', async () => {
      const owner = await registerUser(server.url);
      const id = await makeWorkspace(owner);
      expect(code(await owner.api.delete(`/workspaces/${id}/members/${owner.id}`))).toEqual([
        409,
        'member.last_owner',
      ]);
      const owners = [owner, await join(owner, id, 'owner'), await join(owner, id, 'owner')];
      const demotions = Array.from({ length: 20 }, (_, i) => {
        const [by, target] = [owners[i % 3], owners[(i + 1) % 3]];
        return by.api.patch(`/workspaces/${id}/members/${target.id}`, { role: 'viewer' });
      });
      const answers = await Promise.all(demotions);
      expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
      expect(answers.every(({ status }) => [200, 403, 409].includes(status))).toBe(true);
      const [{ count }] = await sql<{ count: string }>(
        "SELECT count(*) FROM workspace_members WHERE workspace_id = $1 AND role = 'owner'",
        [id],
      );
      expect(Number(count)).toBe(1);
    });

    it('take a workspace over, and both are told', async () => {
      const owner = await registerUser(server.url);
      const id = await makeWorkspace(owner);
      const heir = await join(owner, id, 'viewer');
      expect((await owner.api.post(`/workspaces/${id}/transfer`, { userId: heir.id })).status).toBe(204);
      expect((await heir.api.get(`/workspaces/${id}`)).body.role).toBe('owner');
      expect((await owner.api.get(`/workspaces/${id}`)).body.role).toBe('admin');
      for (const { email } of [owner, heir]) await mailbox.next(email, 'ownership-transferred');
      expect(code(await owner.api.post(`/workspaces/${id}/transfer`, { userId: owner.id }))).toEqual([
        403,
        'access.forbidden',
      ]);
    });
  });

  describe('invitations', () => {
    it('say what they offer, and make a member of the one they were sent to', async () => {
      const owner = await registerUser(server.url, { name: 'Ada Lovelace' });
      const [invited, other] = [await registerUser(server.url), await registerUser(server.url)];
      const id = await makeWorkspace(owner);
      const token = await invite(owner, id, ` ${invited.email.toUpperCase()}`, 'editor');
      expect((await mailbox.next(invited.email, 'invitation')).text).toContain(
        'https://chat.example.com/invitation?token=',
      );
      expect((await api.post('/invitations/lookup', { token })).body).toEqual({
        workspaceId: id,
        workspace: 'Engines',
        inviter: 'Ada Lovelace',
        email: invited.email,
        role: 'editor',
        expiresAt: expect.any(String),
      });
      expect(code(await other.api.post('/invitations/accept', { token }))).toEqual([
        403,
        'invitation.other_address',
      ]);
      expect((await api.post('/invitations/accept', { token })).status).toBe(401);
      expect((await invited.api.post('/invitations/accept', { token })).body.workspaceId).toBe(id);
      expect((await invited.api.get(`/workspaces/${id}`)).body.role).toBe('editor');
      expect(code(await invited.api.post('/invitations/accept', { token }))).toEqual([
        400,
        'invitation.invalid',
      ]);
      expect((await other.api.get(`/workspaces/${id}`)).status).toBe(404);
    });

    it('bring people who have no account yet', async () => {
      const owner = await registerUser(server.url);
      const id = await makeWorkspace(owner);
      const email = `${newId()}@example.com`;
      const invitationToken = await invite(owner, id, email, 'viewer');
      const wrong = await api.post('/auth/register', {
        email: `${newId()}@example.com`,
        password: 'a long enough password',
        invitationToken,
      });
      expect(code(wrong)).toEqual([403, 'invitation.other_address']);
      const answer = await api.post('/auth/register', {
        email,
        password: 'a long enough password',
        invitationToken,
      });
      expect(answer.status).toBe(201);
      expect(answer.body.user.emailVerified).toBe(true);
      const joined = await api.as(answer.body.accessToken as string).get(`/workspaces/${id}`);
      expect(joined.body.role).toBe('viewer');
      expect(await mailbox.to(email, 'verify-email')).toEqual([]);
    });

    it('let one of fifty parallel uses win', async () => {
      const owner = await registerUser(server.url);
      const invited = await registerUser(server.url);
      const id = await makeWorkspace(owner);
      const token = await invite(owner, id, invited.email, 'viewer');
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => invited.api.post('/invitations/accept', { token })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(49).fill(400)]);
    });

    it('are listed, sent again and taken back', async () => {
      const owner = await registerUser(server.url);
      const id = await makeWorkspace(owner);
      const email = `${newId()}@example.com`;
      const first = await invite(owner, id, email, 'viewer');
      const list = async () => (await owner.api.get(`/workspaces/${id}/invitations`)).body.items;
      const [invitation] = await list();
      expect(invitation).toMatchObject({ email, role: 'viewer' });
      expect(JSON.stringify(invitation)).not.toContain(first);
      const path = `/workspaces/${id}/invitations/${invitation.id}`;
      expect((await owner.api.post(`${path}/resend`)).status).toBe(202);
      const second = Mailbox.token(await mailbox.next(email, 'invitation', 1));
      expect((await api.post('/invitations/lookup', { token: first })).status).toBe(400);
      expect((await api.post('/invitations/lookup', { token: second })).status).toBe(200);
      expect((await owner.api.delete(path)).status).toBe(204);
      expect((await api.post('/invitations/lookup', { token: second })).status).toBe(400);
      expect(await list()).toEqual([]);
      expect((await owner.api.delete(path)).status).toBe(404);
      expect(await actions(id)).toEqual(
        expect.arrayContaining(['invitation.created', 'invitation.resent', 'invitation.revoked']),
      );
    });

    it('are worth nothing when they are old, or whoever sent them may not invite any more', async () => {
      const owner = await registerUser(server.url);
      const id = await makeWorkspace(owner);
      const admin = await join(owner, id, 'admin');
      const [old, orphaned] = [`${newId()}@example.com`, `${newId()}@example.com`];
      const oldToken = await invite(owner, id, old, 'viewer');
      await sql('UPDATE invitations SET expires_at = now() WHERE email = $1', [old]);
      const orphanedToken = await invite(admin, id, orphaned, 'viewer');
      await owner.api.patch(`/workspaces/${id}/members/${admin.id}`, { role: 'viewer' });
      for (const token of [oldToken, orphanedToken, 'x'.repeat(43), '']) {
        expect(code(await api.post('/invitations/lookup', { token }))).toEqual([400, 'invitation.invalid']);
      }
    });

    it('are not for members, nor for owners', async () => {
      const owner = await registerUser(server.url);
      const id = await makeWorkspace(owner);
      const path = `/workspaces/${id}/invitations`;
      expect(code(await owner.api.post(path, { email: owner.email, role: 'viewer' }))).toEqual([
        409,
        'member.exists',
      ]);
      expect((await owner.api.post(path, { email: 'x@example.com', role: 'owner' })).status).toBe(422);
    });
  });
});
