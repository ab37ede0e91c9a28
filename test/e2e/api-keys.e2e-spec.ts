import { newId } from '../../src/kernel/id.js';
import { KEY_SCOPES } from '../../src/platform/http/access/index.js';
import { ApiKeyUses } from '../../src/workspaces/index.js';
import { createBot } from '../factories/bot.factory.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { createApiKey } from '../support/api-keys.js';
import { withClient } from '../support/postgres.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';

const UNAUTHENTICATED = 'auth.unauthenticated';

describe('API keys', () => {
  let server: TestApp;
  let owner: TestUser;
  let keys: string;

  beforeAll(async () => {
    server = await startTestApp();
    // The first account of an installation is its administrator; keys must not be.
    owner = await registerUser(server.url);
    keys = `/workspaces/${owner.workspaceId}/api-keys`;
  });
  afterAll(() => server.close());

  const sql = <T>(text: string, params: unknown[] = []) =>
    withClient(server.config.databaseUrl!, async (client) => (await client.query(text, params)).rows as T[]);
  const code = (answer: { status: number; body: { code?: string } }) => [answer.status, answer.body.code];

  /** Somebody who belongs to a workspace of the owner's that others are in, too. */
  async function member(workspaceId: string, role: string): Promise<TestUser> {
    const user = await registerUser(server.url);
    await sql('INSERT INTO workspace_members (workspace_id, user_id, role) VALUES ($1, $2, $3)', [
      workspaceId,
      user.id,
      role,
    ]);
    await waitFor('the membership to count', async () => {
      return (await user.api.get(`/workspaces/${workspaceId}`)).status === 200;
    });
    return user;
  }

  async function sharedWorkspace(): Promise<string> {
    return (await owner.api.post('/workspaces', { name: 'Shared' })).body.id as string;
  }

  /** All rows of all tables as text. */
  async function dump(): Promise<string> {
    const tables = await sql<{ name: string }>(
      `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const rows = await Promise.all(
      tables.map(({ name }) => sql<{ text: string }>(`SELECT t::text AS text FROM ${name} t`)),
    );
    return rows
      .flat()
      .map(({ text }) => text)
      .join('\n');
  }

  describe('their life', () => {
    it('begins with the only answer that shows the secret', async () => {
      const bot = await createBot(owner.api);
      const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
      const answer = await owner.api.post(keys, {
        name: 'Nightly import',
        scopes: ['bots:read', 'documents:write'],
        botIds: [bot.id.toUpperCase()],
        expiresAt,
      });
      expect(answer.status).toBe(201);
      expect(answer.headers['cache-control']).toBe('no-store');
      const { key, ...rest } = answer.body as { key: string; id: string };
      expect(key).toMatch(/^kyro_sk_[A-Za-z0-9_-]{43}$/);
      expect(rest).toEqual({
        id: expect.any(String),
        name: 'Nightly import',
        prefix: key.slice(0, 14),
        scopes: ['bots:read', 'documents:write'],
        botIds: [bot.id],
        createdBy: owner.id,
        expiresAt,
        lastUsedAt: null,
        lastUsedIp: null,
        createdAt: expect.stringMatching(/Z$/),
      });
      expect((await owner.api.get(`${keys}/${rest.id}`)).body).toEqual(rest);
      expect((await owner.api.get(keys)).body.items[0]).toEqual(rest);
    });

    it('leaves of the secret nothing but a hash, in no table', async () => {
      const first = await createApiKey(owner, { scopes: ['bots:read'] });
      const repeated = () =>
        owner.api.post(keys, { name: 'Repeated', scopes: ['bots:read'] }).set('Idempotency-Key', first.id);
      const second = (await repeated()).body.key as string;
      await repeated();
      const third = (await owner.api.post(`${keys}/${first.id}/rotate`)).body.key as string;
      await first.api.as(third).get('/bots').expect(200);
      const secrets = [first.key, second, third].map((key) => key.slice('kyro_sk_'.length));
      const text = await dump();
      for (const secret of secrets.slice(1)) expect(text).toContain(`kyro_sk_${secret.slice(0, 6)}`);
      for (const secret of secrets) {
        expect(text).not.toContain(secret.slice(6));
        expect(text).not.toContain(secret.slice(0, 8));
        const bytes = Buffer.from(secret, 'base64url');
        expect(text).not.toContain(bytes.toString('hex'));
        expect(text).not.toContain(bytes.toString('base64'));
      }
    });

    it('begins once, however often it is asked for: a repeat says which key, not the secret', async () => {
      const idempotencyKey = newId();
      const make = () =>
        owner.api.post(keys, { name: 'Once', scopes: ['bots:read'] }).set('Idempotency-Key', idempotencyKey);
      const [first, again] = [await make(), await make()];
      expect([first.status, again.status]).toEqual([201, 201]);
      expect(first.body.key).toMatch(/^kyro_sk_/);
      expect(again.body).toEqual({ ...first.body, key: null });
      expect(again.headers['idempotent-replayed']).toBe('true');
      expect(again.headers['cache-control']).toBe('no-store');
    });

    it('goes on under another name', async () => {
      const { id, api } = await createApiKey(owner, { scopes: ['bots:read'] });
      expect((await owner.api.patch(`${keys}/${id}`, { name: 'Renamed' })).body.name).toBe('Renamed');
      expect(code(await owner.api.patch(`${keys}/${id}`, { scopes: ['bots:write'] }))).toEqual([
        422,
        'validation.failed',
      ]);
      expect((await api.get('/bots')).status).toBe(200);
    });

    it('goes on with another secret, the old one dead at once', async () => {
      const { id, key, api } = await createApiKey(owner, { scopes: ['bots:read'] });
      await api.get('/bots').expect(200);
      const rotated = await owner.api.post(`${keys}/${id}/rotate`);
      expect(rotated.status).toBe(200);
      expect(rotated.headers['cache-control']).toBe('no-store');
      expect(rotated.body).toMatchObject({ id, key: expect.stringMatching(/^kyro_sk_/) });
      expect(rotated.body.key).not.toBe(key);
      expect(rotated.body.prefix).toBe(rotated.body.key.slice(0, 14));
      expect(code(await api.get('/bots'))).toEqual([401, UNAUTHENTICATED]);
      await api
        .as(rotated.body.key as string)
        .get('/bots')
        .expect(200);
    });

    it('ends at once when it is revoked', async () => {
      const { id, api } = await createApiKey(owner, { scopes: ['bots:read'] });
      await api.get('/bots').expect(200);
      expect((await owner.api.delete(`${keys}/${id}`)).status).toBe(204);
      expect(code(await api.get('/bots'))).toEqual([401, UNAUTHENTICATED]);
      expect(code(await owner.api.get(`${keys}/${id}`))).toEqual([404, 'api_key.not_found']);
      expect(code(await owner.api.delete(`${keys}/${id}`))).toEqual([404, 'api_key.not_found']);
      expect(code(await owner.api.post(`${keys}/${id}/rotate`))).toEqual([404, 'api_key.not_found']);
    });

    it('ends at once for those who use it at the same time', async () => {
      const { id, api } = await createApiKey(owner, { scopes: ['bots:read'] });
      let ended = false;
      const late: number[] = [];
      const users = Array.from({ length: 8 }, async () => {
        for (let i = 0; i < 40; i++) {
          const begunAfter = ended;
          const { status } = await api.get('/bots');
          if (begunAfter) late.push(status);
        }
      });
      await owner.api.delete(`${keys}/${id}`).expect(204);
      ended = true;
      await Promise.all(users);
      expect(late.length).toBeGreaterThan(50);
      expect(new Set(late)).toEqual(new Set([401]));
    });

    it('takes another secret from several at the same time, of which one is good', async () => {
      const { id, api } = await createApiKey(owner, { scopes: ['bots:read'] });
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => owner.api.post(`${keys}/${id}/rotate`)),
      );
      const statuses = await Promise.all(
        answers.map(async ({ body }) => (await api.as(body.key as string).get('/bots')).status),
      );
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect(statuses.filter((status) => status === 401)).toHaveLength(9);
    });

    it('is in the audit log, without secrets', async () => {
      const { id, key } = await createApiKey(owner, { name: 'Watched', scopes: ['bots:read'] });
      await owner.api.patch(`${keys}/${id}`, { name: 'Seen' });
      const rotated = (await owner.api.post(`${keys}/${id}/rotate`)).body.key as string;
      await owner.api.delete(`${keys}/${id}`);
      const log = await owner.api.get(`/workspaces/${owner.workspaceId}/audit-events?target=${id}`);
      const events = log.body.items as { action: string; target: object; detail: object }[];
      expect(events.map(({ action }) => action)).toEqual([
        'api_key.revoked',
        'api_key.rotated',
        'api_key.renamed',
        'api_key.created',
      ]);
      expect(events.at(-1)).toMatchObject({
        actor: { kind: 'user', userId: owner.id, keyId: null },
        target: { type: 'api_key', id, name: 'Watched' },
        detail: { scopes: 'bots:read', bots: null, expiresAt: null },
      });
      for (const secret of [key, rotated]) expect(log.text).not.toContain(secret.slice(14));
    });
  });

  describe('expiry', () => {
    it('is in the future when the key is made', async () => {
      const body = { name: 'Late', scopes: ['bots:read'], expiresAt: new Date(Date.now() - 1).toISOString() };
      expect(code(await owner.api.post(keys, body))).toEqual([422, 'api_key.expiry_past']);
    });

    it.each(['tomorrow', '2027-W01-1', '2027-02-30T00:00:00Z', '', 1_900_000_000, null])(
      'is not %p',
      async (expiresAt) => {
        const body = { name: 'Odd', scopes: ['bots:read'], expiresAt };
        expect(code(await owner.api.post(keys, body))).toEqual([422, 'validation.failed']);
      },
    );

    it('ends the key to the moment, however recently it was used', async () => {
      const expiresAt = new Date(Date.now() + 1_500);
      const { id, api } = await createApiKey(owner, {
        scopes: ['bots:read'],
        expiresAt: expiresAt.toISOString(),
      });
      let lastGood = 0;
      let firstBad = 0;
      await waitFor('the key to expire', async () => {
        const before = Date.now();
        const { status } = await api.get('/bots');
        if (status === 200) lastGood = before;
        else firstBad = Date.now();
        return status === 401;
      });
      expect(lastGood).toBeGreaterThan(0);
      expect(lastGood).toBeLessThanOrEqual(expiresAt.getTime() + 20);
      expect(firstBad).toBeGreaterThanOrEqual(expiresAt.getTime() - 20);
      expect(code(await owner.api.post(`${keys}/${id}/rotate`))).toEqual([409, 'api_key.expired']);
      expect((await owner.api.get(`${keys}/${id}`)).body.expiresAt).toBe(expiresAt.toISOString());
    });
  });

  describe('what they take', () => {
    it.each([
      ['no scopes', { scopes: [] }],
      ['a scope twice', { scopes: ['bots:read', 'bots:read'] }],
      ['a scope that is for people', { scopes: ['members:write'] }],
      ['all scopes at once by a star', { scopes: ['*'] }],
      ['the making of keys', { scopes: ['api-keys:write'] }],
      ['no bots', { scopes: ['bots:read'], botIds: [] }],
      ['a bot twice', { scopes: ['bots:read'], botIds: Array(2).fill(newId()) }],
      ['what is no bot id', { scopes: ['bots:read'], botIds: ['*'] }],
    ])('is not %s', async (_, body) => {
      expect(code(await owner.api.post(keys, { name: 'Odd', ...body }))).toEqual([422, 'validation.failed']);
    });

    it('are bots of the same workspace that are there', async () => {
      const stranger = await registerUser(server.url);
      const foreign = await createBot(stranger.api);
      const own = await createBot(owner.api);
      const gone = await createBot(owner.api);
      await owner.api.delete(`/bots/${gone.id}`).expect(204);
      for (const botId of [foreign.id, gone.id, newId()]) {
        const body = { name: 'Bots', scopes: ['bots:read'], botIds: [own.id, botId] };
        expect(code(await owner.api.post(keys, body))).toEqual([404, 'bot.not_found']);
      }
    });

    it('are scopes that the maker’s own role has', async () => {
      const workspaceId = await sharedWorkspace();
      const editor = await member(workspaceId, 'editor');
      const make = (scopes: string[]) =>
        editor.api.post(`/workspaces/${workspaceId}/api-keys`, { name: 'Mine', scopes });
      expect(code(await make(['bots:read', 'audit:read']))).toEqual([403, 'api_key.scope_not_held']);
      expect((await make(KEY_SCOPES.filter((scope) => scope !== 'audit:read'))).status).toBe(201);
      const [denied] = (await owner.api.get(`/workspaces/${workspaceId}/audit-events?action=access.denied`))
        .body.items as object[];
      expect(denied).toMatchObject({ actor: { userId: editor.id }, detail: { status: 403 } });
    });

    it('are no more than a hundred in a workspace, whoever makes them at once', async () => {
      const workspaceId = await sharedWorkspace();
      await sql(
        `INSERT INTO api_keys (id, workspace_id, created_by, name, prefix, secret_hash, scopes)
         SELECT gen_random_uuid(), $1::uuid, $2, 'Many', 'kyro_sk_', decode(md5(i || $1::text), 'hex'), '{bots:read}'
         FROM generate_series(1, 95) AS i`,
        [workspaceId, owner.id],
      );
      const make = () =>
        owner.api.post(`/workspaces/${workspaceId}/api-keys`, { name: 'One more', scopes: ['bots:read'] });
      const answers = await Promise.all(Array.from({ length: 12 }, make));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
      expect(answers.filter(({ status }) => status !== 201).map(code)).toEqual(
        Array(7).fill([409, 'api_key.too_many']),
      );
    });
  });

  describe('whose they are', () => {
    it('decides who sees, renames, rotates and revokes them', async () => {
      const workspaceId = await sharedWorkspace();
      const [editor, other, admin, viewer] = await Promise.all(
        ['editor', 'editor', 'admin', 'viewer'].map((role) => member(workspaceId, role)),
      );
      const mine = await createApiKey(editor, { scopes: ['bots:read'] }, workspaceId);
      const base = `/workspaces/${workspaceId}/api-keys`;
      const path = `${base}/${mine.id}`;
      const listed = async (user: TestUser) =>
        ((await user.api.get(base)).body.items as { id: string }[]).map(({ id }) => id);

      expect(await listed(editor)).toEqual([mine.id]);
      expect(await listed(other)).toEqual([]);
      expect(await listed(admin)).toEqual([mine.id]);
      expect(await listed(owner)).toEqual([mine.id]);
      expect(code(await viewer.api.get(base))).toEqual([403, 'access.forbidden']);

      for (const user of [other, viewer]) {
        expect(code(await user.api.get(path))).toEqual([403, 'access.forbidden']);
        expect(code(await user.api.patch(path, { name: 'No' }))).toEqual([403, 'access.forbidden']);
        expect(code(await user.api.delete(path))).toEqual([403, 'access.forbidden']);
      }
      expect((await admin.api.get(path)).status).toBe(200);
      expect((await admin.api.patch(path, { name: 'Watched' })).status).toBe(200);
      // Whoever holds the secret acts in the maker's name.
      for (const user of [other, admin, owner]) {
        expect(code(await user.api.post(`${path}/rotate`))).toEqual([403, 'access.forbidden']);
      }
      await mine.api.get('/bots').expect(200);
      expect((await admin.api.delete(path)).status).toBe(204);
      expect(code(await mine.api.get('/bots'))).toEqual([401, UNAUTHENTICATED]);
    });

    it('is one workspace: in another they are absent', async () => {
      const other = await sharedWorkspace();
      const { id } = await createApiKey(owner, { scopes: ['bots:read'] });
      for (const send of [
        () => owner.api.get(`/workspaces/${other}/api-keys/${id}`),
        () => owner.api.patch(`/workspaces/${other}/api-keys/${id}`, { name: 'No' }),
        () => owner.api.post(`/workspaces/${other}/api-keys/${id}/rotate`),
        () => owner.api.delete(`/workspaces/${other}/api-keys/${id}`),
      ]) {
        expect(code(await send())).toEqual([404, 'api_key.not_found']);
      }
    });

    it('is told in pages, newest first', async () => {
      const workspaceId = await sharedWorkspace();
      const made: string[] = [];
      for (let i = 0; i < 5; i++) {
        made.push((await createApiKey(owner, { scopes: ['bots:read'] }, workspaceId)).id);
      }
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
        const { body } = await owner.api.get(`/workspaces/${workspaceId}/api-keys?limit=2${query}`);
        seen.push(...(body.items as { id: string }[]).map(({ id }) => id));
        cursor = body.nextCursor as string | null;
      }
      expect(seen).toEqual(made.reverse());
    });
  });

  describe('as credentials', () => {
    it('are all alike when they are no good, and say nothing', async () => {
      const { key } = await createApiKey(owner, { scopes: ['bots:read'] });
      const wrong = [
        'kyro_sk_',
        `kyro_sk_${'a'.repeat(43)}`,
        key.slice(0, -1),
        `${key}a`,
        key.slice('kyro_sk_'.length),
        key.toUpperCase(),
        `kyro_sk_${'a'.repeat(100_000 - 8)}`.slice(0, 8_000),
        `${key}.e30.x`,
      ];
      const reference = (await owner.api.as('x').get('/bots')).body as object;
      for (const token of wrong) {
        const answer = await owner.api.as(token).get('/bots');
        expect({ ...answer.body, requestId: '' }).toEqual({ ...reference, requestId: '' });
        expect(answer.status).toBe(401);
      }
    });

    it('stand in the Authorization header and nowhere else', async () => {
      const { key } = await createApiKey(owner, { scopes: ['bots:read'] });
      const anyone = owner.api.as(undefined);
      expect((await anyone.get(`/bots?token=${key}`)).status).toBe(401);
      expect((await anyone.get('/bots').set('X-Api-Key', key)).status).toBe(401);
      expect((await anyone.get('/bots').set('Cookie', `kyro_refresh=${key}`)).status).toBe(401);
      expect((await anyone.get('/bots').set('Authorization', `Basic ${key}`)).status).toBe(401);
      const refreshed = await anyone.post('/auth/refresh', { refreshToken: key });
      expect(refreshed.status).toBe(401);
    });

    it('open nothing of the account, the keys, the members or the installation', async () => {
      const { api, id } = await createApiKey(owner, { scopes: KEY_SCOPES });
      const workspace = `/workspaces/${owner.workspaceId}`;
      await api.get('/bots').expect(200);
      const refused = [
        api.get('/auth/me'),
        api.patch('/auth/me', { name: 'Key' }),
        api.delete('/auth/me').send({ password: owner.password }),
        api.get('/auth/sessions'),
        api.post('/auth/change-password', {
          currentPassword: owner.password,
          newPassword: 'four other words altogether',
        }),
        api.get('/admin/users'),
        api.get('/admin/audit-events'),
        api.post('/workspaces', { name: 'More' }),
        api.patch(workspace, { name: 'Mine' }),
        api.delete(workspace),
        api.get(keys),
        api.post(keys, { name: 'Child', scopes: ['bots:read'] }),
        api.patch(`${keys}/${id}`, { name: 'Me' }),
        api.post(`${keys}/${id}/rotate`),
        api.delete(`${keys}/${id}`),
        api.get(`${workspace}/invitations`),
        api.post(`${workspace}/invitations`, { email: 'x@example.com', role: 'admin' }),
        api.post('/invitations/accept', { token: 'x' }),
      ];
      for (const answer of await Promise.all(refused)) {
        expect([answer.status, answer.body.code]).toEqual([403, 'access.forbidden']);
      }
    });

    it('reach their own workspace alone, though their maker is in others', async () => {
      const elsewhere = await sharedWorkspace();
      const bot = await createBot(owner.api, { workspaceId: elsewhere });
      const { api } = await createApiKey(owner, { scopes: KEY_SCOPES });
      expect((await api.get('/workspaces')).body.items).toEqual([
        expect.objectContaining({ id: owner.workspaceId }),
      ]);
      expect(code(await api.get(`/workspaces/${elsewhere}`))).toEqual([404, 'workspace.not_found']);
      expect(code(await api.get(`/bots/${bot.id}`))).toEqual([404, 'bot.not_found']);
      expect(code(await api.get(`/bots?workspaceId=${elsewhere}`))).toEqual([404, 'workspace.not_found']);
      expect(code(await api.post('/bots', { name: 'No', workspaceId: elsewhere }))).toEqual([
        404,
        'workspace.not_found',
      ]);
      const { api: other } = await createApiKey(owner, { scopes: KEY_SCOPES }, elsewhere);
      expect((await other.post('/bots', { name: 'By default here' })).body.workspaceId).toBe(elsewhere);
    });

    it('are in the audit log as what they are', async () => {
      const { id, api } = await createApiKey(owner, { scopes: ['bots:write'] });
      const bot = (await api.post('/bots', { name: 'By key' })).body as { id: string };
      await api.get('/auth/me').expect(403);
      expect(code(await api.patch(`/workspaces/${owner.workspaceId}`, { name: 'X' }))[0]).toBe(403);
      const log = `/workspaces/${owner.workspaceId}/audit-events`;
      const [made] = (await owner.api.get(`${log}?target=${bot.id}`)).body.items as object[];
      expect(made).toMatchObject({
        action: 'bot.created',
        actor: { kind: 'api_key', userId: owner.id, keyId: id },
      });
      const [denied] = (await owner.api.get(`${log}?action=access.denied`)).body.items as object[];
      expect(denied).toMatchObject({ actor: { keyId: id }, result: 'failure' });
    });
  });

  describe('and their maker', () => {
    async function team(role: string) {
      const workspaceId = await sharedWorkspace();
      const maker = await member(workspaceId, role);
      const key = await createApiKey(maker, { scopes: ['bots:read', 'bots:write'] }, workspaceId);
      const change = (body: object) =>
        owner.api.patch(`/workspaces/${workspaceId}/members/${maker.id}`, body);
      await key.api.post('/bots', { name: 'Before' }).expect(201);
      return { workspaceId, maker, change, ...key };
    }

    it('are demoted together, at once, and raised again', async () => {
      const { api, change } = await team('editor');
      await change({ role: 'viewer' }).expect(200);
      expect(code(await api.post('/bots', { name: 'After' }))).toEqual([403, 'access.forbidden']);
      await api.get('/bots').expect(200);
      await change({ role: 'editor' }).expect(200);
      await api.post('/bots', { name: 'Again' }).expect(201);
    });

    it('never rise above the scopes of the key', async () => {
      const { api, change, workspaceId } = await team('editor');
      await change({ role: 'owner' }).expect(200);
      expect((await api.get(`/workspaces/${workspaceId}/audit-events`)).status).toBe(403);
      expect((await api.get(`/workspaces/${workspaceId}/members`)).status).toBe(403);
    });

    it('are suspended together, at once', async () => {
      const { api, change } = await team('admin');
      await change({ suspended: true }).expect(200);
      expect(code(await api.get('/bots'))).toEqual([401, UNAUTHENTICATED]);
      await change({ suspended: false }).expect(200);
      await api.get('/bots').expect(200);
    });

    it('leave together, at once and for good', async () => {
      const { api, workspaceId, maker, id } = await team('editor');
      await owner.api.delete(`/workspaces/${workspaceId}/members/${maker.id}`).expect(204);
      expect(code(await api.get('/bots'))).toEqual([401, UNAUTHENTICATED]);
      await sql('INSERT INTO workspace_members (workspace_id, user_id, role) VALUES ($1, $2, $3)', [
        workspaceId,
        maker.id,
        'editor',
      ]);
      expect(code(await api.get('/bots'))).toEqual([401, UNAUTHENTICATED]);
      expect(await sql('SELECT 1 FROM api_keys WHERE id = $1', [id])).toEqual([]);
    });

    it('fall with the account, at once, and come back with it', async () => {
      const { api, maker } = await team('editor');
      await owner.api.patch(`/admin/users/${maker.id}`, { suspended: true }).expect(200);
      expect(code(await api.get('/bots'))).toEqual([401, UNAUTHENTICATED]);
      await owner.api.patch(`/admin/users/${maker.id}`, { suspended: false }).expect(200);
      await api.get('/bots').expect(200);
    });

    it('rest while the account is about to be deleted', async () => {
      const { api, maker } = await team('editor');
      await maker.api.delete('/auth/me').send({ password: maker.password }).expect(202);
      expect(code(await api.get('/bots'))).toEqual([401, UNAUTHENTICATED]);
    });

    it('go on when only the password changes', async () => {
      const { api, maker } = await team('editor');
      await maker.api
        .post('/auth/change-password', {
          currentPassword: maker.password,
          newPassword: 'four other words altogether',
        })
        .expect(204);
      await api.get('/bots').expect(200);
    });

    it('are gone with the workspace', async () => {
      const { api, workspaceId } = await team('editor');
      await owner.api.delete(`/workspaces/${workspaceId}`).expect(204);
      await waitFor('the key to be gone', async () => (await api.get('/bots')).status === 401);
    });
  });

  it('were last used when they were, to the minute', async () => {
    const { id, api } = await createApiKey(owner, { scopes: ['bots:read'] });
    const before = Date.now();
    await Promise.all(Array.from({ length: 20 }, () => api.get('/bots').expect(200)));
    const shown = () => owner.api.get(`${keys}/${id}`);
    const first = await waitFor('the use to be written down', async () => {
      return (await shown()).body.lastUsedAt as string | null;
    });
    expect(Math.abs(new Date(first).getTime() - before)).toBeLessThan(5_000);
    expect((await shown()).body.lastUsedIp).toMatch(/127\.0\.0\.1$/);
    await api.get('/bots').expect(200);
    const unused = await createApiKey(owner, { scopes: ['bots:read'] });
    await owner.api
      .as(`${unused.key.slice(0, -1)}!`)
      .get('/bots')
      .expect(401);
    await server.app.get(ApiKeyUses, { strict: false }).write();
    expect((await shown()).body.lastUsedAt).toBe(first);
    expect((await owner.api.get(`${keys}/${unused.id}`)).body.lastUsedAt).toBeNull();
  });
});
