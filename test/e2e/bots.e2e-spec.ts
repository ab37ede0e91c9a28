import { randomUUID } from 'node:crypto';

import { createBot } from '../factories/bot.factory.js';
import { unique } from '../factories/unique.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ApiClient } from '../support/api-client.js';
import { withClient } from '../support/postgres.js';
import { titled } from '../support/titled.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const DEFAULTS = {
  systemPrompt: expect.any(String),
  model: null,
  temperature: 0.2,
  maxOutputTokens: 1024,
  agentType: 'rag',
  language: 'auto',
  topK: 6,
  vectorWeight: 0.5,
  fallbackMessage: expect.stringMatching(/./),
  welcomeMessage: expect.stringMatching(/./),
  suggestedQuestions: [],
};

describe('bots', () => {
  let server: TestApp;
  let owner: TestUser;
  let stranger: TestUser;

  beforeAll(async () => {
    server = await startTestApp();
    owner = await registerUser(server.url);
    stranger = await registerUser(server.url);
  });
  afterAll(() => server.close());

  const sql = <T>(text: string, params: unknown[] = []) =>
    withClient(server.config.databaseUrl!, async (client) => (await client.query(text, params)).rows as T[]);
  const rowOf = async (botId: string) =>
    (await sql<{ row: string }>('SELECT bots::text AS row FROM bots WHERE id = $1', [botId]))[0]?.row;
  const join = (userId: string, workspaceId: string, role: string) =>
    sql('INSERT INTO workspace_members (workspace_id, user_id, role) VALUES ($1, $2, $3)', [
      workspaceId,
      userId,
      role,
    ]);

  it('are made from a name alone, with a default for everything else', async () => {
    const answer = await owner.api.post('/bots', { name: 'Bakery helper' });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      workspaceId: owner.workspaceId,
      name: 'Bakery helper',
      description: '',
      status: 'empty',
      publicKey: expect.stringMatching(/^[\w-]{24}$/),
      config: DEFAULTS,
      documents: { total: 0, ready: 0, processing: 0, failed: 0 },
      sample: false,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: expect.stringMatching(/Z$/),
    });
    expect((await owner.api.get(`/bots/${answer.body.id}`)).body).toEqual(answer.body);
  });

  it('keep every text byte for byte', async () => {
    const text = "Robert'); DROP TABLE bots;-- ñ é é 你好 👩‍👩‍👧‍👦 %_\\ <script>alert(1)</script>";
    const bot = await createBot(owner.api, {
      name: text,
      description: `${text}\n\tsecond line`,
      config: { systemPrompt: text, welcomeMessage: text, suggestedQuestions: [text] },
    });
    const { body } = await owner.api.get(`/bots/${bot.id}`);
    expect([
      body.name,
      body.description,
      body.config.systemPrompt,
      body.config.suggestedQuestions[0],
    ]).toEqual([text, `${text}\n\tsecond line`, text, text]);
  });

  describe('changing', () => {
    it('merges the configuration field by field', async () => {
      const bot = await createBot(owner.api, { config: { topK: 3, model: 'gemini:gemini-2.5-flash' } });
      const answer = await owner.api.patch(`/bots/${bot.id}`, {
        description: 'new',
        config: { temperature: 1 },
      });
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ name: bot.name, description: 'new' });
      expect(answer.body.config).toEqual({
        ...DEFAULTS,
        topK: 3,
        model: 'gemini:gemini-2.5-flash',
        temperature: 1,
      });
      expect(Date.parse(answer.body.updatedAt)).toBeGreaterThanOrEqual(Date.parse(answer.body.createdAt));
      const reset = await owner.api.patch(`/bots/${bot.id}`, { config: { model: null } });
      expect(reset.body.config).toMatchObject({ model: null, topK: 3 });
    });

    it('loses none of 20 changes of different fields at once', async () => {
      const bot = await createBot(owner.api);
      const changes = [
        { name: 'renamed' },
        { description: 'described' },
        { config: { topK: 9 } },
        { config: { temperature: 1.5 } },
        { config: { language: 'fr' } },
      ];
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) => owner.api.patch(`/bots/${bot.id}`, changes[i % changes.length])),
      );
      expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(200));
      const { body } = await owner.api.get(`/bots/${bot.id}`);
      expect(body).toMatchObject({ name: 'renamed', description: 'described' });
      expect(body.config).toMatchObject({ topK: 9, temperature: 1.5, language: 'fr' });
    });

    it.each(
      titled<[object, string]>([
        [{ name: '' }, 'name'],
        [{ name: '   ' }, 'name'],
        [{ name: null }, 'name'],
        [{ name: ['x'] }, 'name'],
        [{ name: 'x'.repeat(121) }, 'name'],
        [{ name: 'evil\u202egnp.exe' }, 'name'],
        [{ description: null }, 'description'],
        [{ config: null }, 'config'],
        [{ config: [] }, 'config'],
        [{ config: 'rag' }, 'config'],
        [{ config: { temperature: 2.1 } }, 'config.temperature'],
        [{ config: { temperature: '1' } }, 'config.temperature'],
        [{ config: { temperature: null } }, 'config.temperature'],
        [{ config: { maxOutputTokens: 0 } }, 'config.maxOutputTokens'],
        [{ config: { maxOutputTokens: 10.5 } }, 'config.maxOutputTokens'],
        [{ config: { topK: 21 } }, 'config.topK'],
        [{ config: { vectorWeight: 1.01 } }, 'config.vectorWeight'],
        [{ config: { agentType: 'RAG' } }, 'config.agentType'],
        [{ config: { language: 'français' } }, 'config.language'],
        [{ config: { model: 'two words' } }, 'config.model'],
        [{ config: { systemPrompt: 'x'.repeat(8_001) } }, 'config.systemPrompt'],
        [{ config: { suggestedQuestions: 'Why?' } }, 'config.suggestedQuestions'],
        [{ config: { suggestedQuestions: Array(9).fill('Why?') } }, 'config.suggestedQuestions'],
        [{ config: { suggestedQuestions: ['ok?', null] } }, 'config.suggestedQuestions'],
        [{ config: { apiKey: 'x' } }, 'config.apiKey'],
      ]),
    )('refuses %s', async (_, body, path) => {
      const bot = await createBot(owner.api);
      const before = await rowOf(bot.id);
      const answer = await owner.api.patch(`/bots/${bot.id}`, body);
      expect(answer.status).toBe(422);
      expect(answer.body.code).toBe('validation.failed');
      expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
      expect(await rowOf(bot.id)).toBe(before);
    });

    it.each([
      '{"id":"01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d92"}',
      '{"workspaceId":"01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d92"}',
      '{"createdAt":"2020-01-01T00:00:00Z"}',
      '{"status":"ready"}',
      '{"publicKey":"mine"}',
      '{"documents":{"total":9}}',
      '{"deletedAt":null}',
      '{"__proto__":{"name":"polluted"}}',
      '{"constructor":{"prototype":{"name":"polluted"}}}',
      '{"config":{"__proto__":{"topK":1}}}',
    ])('does not let %s through', async (text) => {
      const bot = await createBot(owner.api);
      const before = await rowOf(bot.id);
      const answer = await owner.api.patch(`/bots/${bot.id}`).type('json').send(text);
      expect([400, 422]).toContain(answer.status);
      expect(await rowOf(bot.id)).toBe(before);
    });
  });

  it('cannot be made over an existing one', async () => {
    const bot = await createBot(owner.api);
    const before = await rowOf(bot.id);
    for (const api of [owner.api, stranger.api]) {
      const answer = await api.post('/bots', { name: 'again', id: bot.id });
      expect(answer.status).toBe(422);
    }
    expect(await rowOf(bot.id)).toBe(before);
  });

  describe('of another tenant', () => {
    it('look like bots that do not exist', async () => {
      const bot = await createBot(owner.api);
      const before = await rowOf(bot.id);
      const bodyOf = async (id: string, method: 'get' | 'delete' | 'patch') => {
        const answer =
          method === 'patch'
            ? await stranger.api.patch(`/bots/${id}`, { name: 'x' })
            : await stranger.api[method](`/bots/${id}`);
        const { requestId: _, instance: __, ...body } = answer.body;
        return { status: answer.status, body };
      };
      for (const method of ['get', 'patch', 'delete'] as const) {
        const foreign = await bodyOf(bot.id, method);
        expect(foreign).toEqual(await bodyOf(randomUUID(), method));
        expect(foreign.status).toBe(404);
        expect(foreign.body.code).toBe('bot.not_found');
      }
      expect(await rowOf(bot.id)).toBe(before);
      expect((await stranger.api.get('/bots')).body.items).toEqual([]);
      expect((await owner.api.get(`/bots/${bot.id}`)).status).toBe(200);
    });

    it('cannot be made in their workspace, nor listed there', async () => {
      const foreign = await stranger.api.post('/bots', { name: 'x', workspaceId: owner.workspaceId });
      expect([foreign.status, foreign.body.code]).toEqual([404, 'workspace.not_found']);
      const listed = await stranger.api.get(`/bots?workspaceId=${owner.workspaceId}`);
      expect([listed.status, listed.body.code]).toEqual([404, 'workspace.not_found']);
    });
  });

  it('can be read but not changed by a viewer', async () => {
    const viewer = await registerUser(server.url);
    await join(viewer.id, owner.workspaceId, 'viewer');
    // A caller's memberships are remembered for up to five seconds; a new session is not.
    const login = await viewer.api.post('/auth/login', { email: viewer.email, password: viewer.password });
    const api = viewer.api.as(login.body.accessToken);
    const bot = await createBot(owner.api);
    const before = await rowOf(bot.id);
    expect((await api.get(`/bots/${bot.id}`)).status).toBe(200);
    for (const answer of [
      await api.patch(`/bots/${bot.id}`, { name: 'mine' }),
      await api.delete(`/bots/${bot.id}`),
      await api.post('/bots', { name: 'mine', workspaceId: owner.workspaceId }),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([403, 'access.forbidden']);
    }
    expect(await rowOf(bot.id)).toBe(before);
    expect((await api.post('/bots', { name: 'mine' })).body.workspaceId).toBe(viewer.workspaceId);
  });

  describe('in a list', () => {
    it('come newest first, page by page, each once, while others are added', async () => {
      const user = await registerUser(server.url);
      const made: string[] = [];
      for (let i = 0; i < 7; i++) made.unshift((await createBot(user.api)).id);
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const query: string = cursor ? `&cursor=${cursor}` : '';
        const { body } = await user.api.get(`/bots?limit=3${query}`).expect(200);
        seen.push(...body.items.map((bot: { id: string }) => bot.id));
        cursor = body.nextCursor;
        await createBot(user.api);
      } while (cursor);
      expect(seen).toEqual(made);
    });

    it('can be searched literally in names and descriptions', async () => {
      const user = await registerUser(server.url);
      const percent = await createBot(user.api, { name: '100% Café' });
      const plain = await createBot(user.api, { name: '100 things', description: 'a_b and CAFÉ' });
      const find = async (q: string) =>
        (await user.api.get(`/bots?q=${encodeURIComponent(q)}`)).body.items.map(
          (bot: { id: string }) => bot.id,
        );
      expect(await find('100%')).toEqual([percent.id]);
      expect(await find('café')).toEqual([plain.id, percent.id]);
      expect(await find('a_b')).toEqual([plain.id]);
      expect(await find('a.b')).toEqual([]);
      expect(await find("' OR 1=1 --")).toEqual([]);
    });

    it('can be narrowed to a status', async () => {
      const user = await registerUser(server.url);
      const bots = [await createBot(user.api), await createBot(user.api)];
      const { body } = await user.api.get('/bots?status=empty&limit=1');
      expect(body.items.map((bot: { id: string }) => bot.id)).toEqual([bots[1].id]);
      const next = await user.api.get(`/bots?status=empty&limit=1&cursor=${body.nextCursor}`);
      expect(next.body.items.map((bot: { id: string }) => bot.id)).toEqual([bots[0].id]);
      expect(next.body.nextCursor).toBeNull();
      expect((await user.api.get('/bots?status=attention')).body).toEqual({ items: [], nextCursor: null });
    });

    it.each([
      ['cursor=x', 400],
      ['limit=0', 422],
      ['limit=101', 422],
      ['limit=-1', 422],
      ['limit=1e9', 422],
      ['limit=1&limit=2', 422],
      ['status=READY', 422],
      ['q=a&q=b', 422],
      ['workspaceId=*', 422],
      ['sort=name', 422],
    ])('refuse %s', async (query, status) => {
      expect((await owner.api.get(`/bots?${query}`)).status).toBe(status);
    });

    it('take a cursor only for the filter it came from', async () => {
      await createBot(owner.api);
      await createBot(owner.api);
      const { nextCursor } = (await owner.api.get('/bots?limit=1')).body;
      const answer = await owner.api.get(`/bots?limit=1&q=bot&cursor=${nextCursor}`);
      expect([answer.status, answer.body.code]).toEqual([400, 'cursor.invalid']);
    });
  });

  describe('deleting', () => {
    it('hides a bot at once and forgets what its owner wrote', async () => {
      const canary = unique('canary');
      const bot = await createBot(owner.api, { name: canary, config: { systemPrompt: canary } });
      expect((await owner.api.delete(`/bots/${bot.id}`)).status).toBe(204);
      for (const answer of [
        await owner.api.get(`/bots/${bot.id}`),
        await owner.api.patch(`/bots/${bot.id}`, { name: 'back' }),
        await owner.api.delete(`/bots/${bot.id}`),
      ]) {
        expect([answer.status, answer.body.code]).toEqual([404, 'bot.not_found']);
      }
      expect((await owner.api.get(`/bots?q=${canary}`)).body.items).toEqual([]);
      expect(await rowOf(bot.id)).not.toContain(canary);
    });

    it('happens once when asked for many times', async () => {
      const bot = await createBot(owner.api);
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => owner.api.delete(`/bots/${bot.id}`)),
      );
      expect(answers.map((answer) => answer.status).sort()).toEqual([204, ...Array(9).fill(404)]);
    });
  });

  describe('with an Idempotency-Key', () => {
    const countOf = async (name: string) =>
      Number((await sql<{ n: string }>('SELECT count(*) AS n FROM bots WHERE name = $1', [name]))[0].n);
    const create = (user: TestUser, key: string, body: object) =>
      user.api.post('/bots', body).set('Idempotency-Key', key);

    it('are made once by 50 requests at the same time', async () => {
      const [key, name] = [randomUUID(), unique('once')];
      const answers = await Promise.all(Array.from({ length: 50 }, () => create(owner, key, { name })));
      expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
      expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
      expect(answers.filter((answer) => answer.headers['idempotent-replayed'] === undefined)).toHaveLength(1);
      expect(await countOf(name)).toBe(1);
    });

    it('are made once by two instances at the same time', async () => {
      const twin = await startTestApp({
        databaseUrl: server.config.databaseUrl,
        env: { JWT_SECRET: server.config.jwtSecret },
      });
      try {
        const [key, name] = [randomUUID(), unique('twins')];
        const there = { ...owner, api: new ApiClient(twin.url, owner.accessToken) };
        const answers = await Promise.all(
          Array.from({ length: 20 }, (_, i) => create(i % 2 ? owner : there, key, { name })),
        );
        expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
        expect(await countOf(name)).toBe(1);
      } finally {
        await twin.close();
      }
    });

    it('conflict with another request of the same key', async () => {
      const key = randomUUID();
      await create(owner, key, { name: 'first', description: 'a' }).expect(201);
      await create(owner, key, { description: 'a', name: 'first' }).expect(201);
      const other = await create(owner, key, { name: 'second' });
      expect([other.status, other.body.code]).toEqual([409, 'idempotency.key_reused']);
    });

    it('are a matter of each caller alone', async () => {
      const key = randomUUID();
      const mine = await create(owner, key, { name: 'same name' });
      const theirs = await create(stranger, key, { name: 'same name' });
      expect(theirs.status).toBe(201);
      expect(theirs.body.id).not.toBe(mine.body.id);
      expect(theirs.body.workspaceId).toBe(stranger.workspaceId);
    });

    it('are tried anew after a request that failed', async () => {
      const [key, name] = [randomUUID(), unique('retry')];
      await create(owner, key, { name: '' }).expect(422);
      await create(owner, key, { name }).expect(201);
      expect(await countOf(name)).toBe(1);
    });

    it.each(titled([[''], [' '], ['x'.repeat(256)], ['ключ']]))('refuse the key %s', async (_, key) => {
      const answer = await owner.api
        .post('/bots', { name: 'x' })
        .set('Idempotency-Key', Buffer.from(key).toString('latin1'));
      expect([answer.status, answer.body.code]).toEqual([400, 'idempotency.key_invalid']);
    });
  });
});
