import { randomUUID } from 'node:crypto';

import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ApiClient } from '../support/api-client.js';
import { withClient } from '../support/postgres.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

describe('workspaces', () => {
  let server: TestApp;
  let owner: TestUser;
  let stranger: TestUser;

  beforeAll(async () => {
    server = await startTestApp();
    owner = await registerUser(server.url, { name: 'Ada' });
    stranger = await registerUser(server.url);
  });
  afterAll(() => server.close());

  it('begin with a personal one for each user', async () => {
    const answer = await owner.api.get('/workspaces');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      items: [
        {
          id: owner.workspaceId,
          name: 'Ada',
          personal: true,
          role: 'owner',
          createdAt: expect.stringMatching(/Z$/),
        },
      ],
      nextCursor: null,
    });
    expect((await owner.api.get(`/workspaces/${owner.workspaceId}`)).body).toEqual(answer.body.items[0]);
  });

  it('of others look like workspaces that do not exist', async () => {
    const bodyOf = async (id: string) => {
      const { status, body } = await stranger.api.get(`/workspaces/${id}`);
      return { ...body, status, requestId: '', instance: '' };
    };
    const foreign = await bodyOf(owner.workspaceId);
    expect(foreign).toMatchObject({ status: 404, code: 'workspace.not_found' });
    expect(foreign).toEqual(await bodyOf(randomUUID()));
  });

  it('that a user was added to appear with the role there', async () => {
    const member = await registerUser(server.url);
    await withClient(server.config.databaseUrl!, (client) =>
      client.query(`INSERT INTO workspace_members (workspace_id, user_id, role) VALUES ($1, $2, 'editor')`, [
        owner.workspaceId,
        member.id,
      ]),
    );
    const first = await member.api.get('/workspaces?limit=1');
    const second = await member.api.get(`/workspaces?limit=1&cursor=${first.body.nextCursor}`);
    const seen = [...first.body.items, ...second.body.items];
    expect(seen.map(({ id, role, personal }) => ({ id, role, personal }))).toEqual([
      { id: member.workspaceId, role: 'owner', personal: true },
      { id: owner.workspaceId, role: 'editor', personal: false },
    ]);
    expect(second.body.nextCursor).toBeNull();
  });

  it.each(['..', '%2e%2e', '*', '0', '-1', 'null', 'x'.repeat(36)])('are not named %s', async (id) => {
    expect([400, 404]).toContain((await owner.api.get(`/workspaces/${id}`)).status);
  });

  it('are closed to those who are not signed in', async () => {
    const api = new ApiClient(server.url);
    expect((await api.get('/workspaces')).status).toBe(401);
    expect((await api.get(`/workspaces/${owner.workspaceId}`)).status).toBe(401);
  });
});
