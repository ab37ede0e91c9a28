import { registerUser, type TestUser } from '../../factories/user.factory.js';
import { createApiKey } from '../../support/api-keys.js';
import { ApiClient } from '../../support/api-client.js';
import { Mailbox } from '../../support/mailbox.js';
import { withClient } from '../../support/postgres.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';

const ROLES = ['admin', 'editor', 'viewer'] as const;

/** The matrix calls this route with a token that is none; here it is one that is good, for one of the callers. */
describe('a good invitation in the hands of others', () => {
  let server: TestApp;
  let mailbox: Mailbox;
  let owner: TestUser;
  let guest: TestUser;
  let workspaceId: string;

  beforeAll(async () => {
    server = await startTestApp();
    mailbox = new Mailbox(server.config.dataDir);
    owner = await registerUser(server.url);
    guest = await registerUser(server.url);
    workspaceId = (await owner.api.post('/workspaces', { name: 'Engines' })).body.id as string;
  });
  afterAll(() => server.close());

  const sql = (text: string, params: unknown[]) =>
    withClient(server.config.databaseUrl!, async (client) => (await client.query(text, params)).rows);
  const members = () =>
    sql('SELECT user_id, role, suspended_at FROM workspace_members WHERE workspace_id = $1 ORDER BY 1', [
      workspaceId,
    ]);
  const accept = (api: ApiClient, token: string) => api.post('/invitations/accept', { token });

  async function invited(email: string, role: string): Promise<string> {
    const before = (await mailbox.to(email, 'invitation')).length;
    const answer = await owner.api.post(`/workspaces/${workspaceId}/invitations`, { email, role });
    expect(answer.status).toBe(201);
    return Mailbox.token(await mailbox.next(email, 'invitation', before));
  }

  async function member(role: string): Promise<TestUser> {
    const user = await registerUser(server.url);
    expect((await accept(user.api, await invited(user.email, role))).status).toBe(200);
    return user;
  }

  it('makes nobody a member but the one it was sent to', async () => {
    const insiders = await Promise.all(ROLES.map(member));
    const suspended = await member('viewer');
    const change = `/workspaces/${workspaceId}/members/${suspended.id}`;
    expect((await owner.api.patch(change, { suspended: true })).status).toBe(200);
    const stranger = await registerUser(server.url);
    const shut = await registerUser(server.url);
    await sql('UPDATE users SET suspended_at = now() WHERE id = $1', [shut.id]);
    const key = await createApiKey(guest, { scopes: ['bots:read'] });

    const token = await invited(guest.email, 'editor');
    const before = await members();
    for (const user of [owner, ...insiders, suspended, stranger]) {
      const answer = await accept(user.api, token);
      expect([answer.status, answer.body.code]).toEqual([403, 'invitation.other_address']);
      expect(answer.text).not.toContain(guest.email);
    }
    for (const api of [new ApiClient(server.url), new ApiClient(server.url, 'x.y.z'), shut.api]) {
      expect((await accept(api, token)).status).toBe(401);
    }
    // Not even a key of the right person.
    expect((await accept(key.api, token)).status).toBe(403);
    expect(await members()).toEqual(before);

    const answer = await accept(guest.api, token);
    expect([answer.status, answer.body.role]).toEqual([200, 'editor']);
    expect(await members()).toHaveLength(before.length + 1);
    expect((await accept(guest.api, token)).status).toBe(400);
  });
});
