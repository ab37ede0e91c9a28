import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { io } from 'socket.io-client';

import { ChatModels } from '../../src/ai/index.js';
import { createBot, type TestBot } from '../factories/bot.factory.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import { ScriptedChatModel } from '../fakes/scripted-chat-model.mjs';
import { ApiClient } from '../support/api-client.js';
import { EventStream } from '../support/event-stream.js';
import { withClient } from '../support/postgres.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';

describe('what a plan allows', () => {
  let server: TestApp;
  let admin: TestUser;

  beforeAll(async () => {
    server = await startTestApp();
    server.app.get(ChatModels).register(new ScriptedChatModel({ tokens: ['ok'] }).provider('scripted'));
    admin = await registerUser(server.url);
  });
  afterAll(() => server.close());

  const sql = <T>(text: string, params: unknown[] = []) =>
    withClient(server.config.databaseUrl!, async (client) => (await client.query(text, params)).rows as T[]);

  /** A plan of its own, given to the workspace by the administrator. */
  async function givePlan(
    workspaceId: string,
    limits: { bots?: number; documents?: number; bytes?: number; messages?: number },
  ): Promise<void> {
    const id = `plan-${randomUUID()}`;
    await sql(
      `INSERT INTO plans (id, name, max_bots, max_documents, max_storage_bytes, max_messages) VALUES ($1, 'Test', $2, $3, $4, $5)`,
      [id, limits.bots ?? null, limits.documents ?? null, limits.bytes ?? null, limits.messages ?? null],
    );
    const api = new ApiClient(server.url, admin.accessToken);
    await api.patch(`/admin/workspaces/${workspaceId}`, { planId: id }).expect(200);
  }

  async function person(limits?: Parameters<typeof givePlan>[1]) {
    const user = await registerUser(server.url);
    if (limits) await givePlan(user.workspaceId, limits);
    return { user, api: new ApiClient(server.url, user.accessToken), workspaceId: user.workspaceId };
  }

  const usage = async (api: ApiClient, workspaceId: string) =>
    (await api.get(`/workspaces/${workspaceId}/usage`).expect(200)).body;
  const addText = (api: ApiClient, bot: TestBot, title: string, content = 'The bakery opens at six.') =>
    api.post(`/bots/${bot.id}/documents/text`, { title, content });
  const scripted = (api: ApiClient) => createBot(api, { config: { model: 'scripted' } });

  describe('bots', () => {
    it('are refused beyond the limit, and let in again after a deletion', async () => {
      const { api, workspaceId } = await person({ bots: 2 });
      const first = await createBot(api);
      await createBot(api);
      const refused = await api.post('/bots', { name: 'third' });
      expect([refused.status, refused.body.code]).toEqual([403, 'quota.bots']);
      expect(refused.body.detail).toContain('2');
      await api.delete(`/bots/${first.id}`).expect(204);
      await createBot(api);
      expect((await usage(api, workspaceId)).bots).toEqual({ used: 2, limit: 2 });
    });

    it('are counted exactly when many are made at once', async () => {
      const { api, workspaceId } = await person({ bots: 3 });
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, index) => api.post('/bots', { name: `bot ${index}` })),
      );
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
      expect(answers.filter(({ body }) => body.code === 'quota.bots')).toHaveLength(27);
      expect((await usage(api, workspaceId)).bots.used).toBe(3);
    });
  });

  describe('documents', () => {
    it('are refused beyond the limit; a changed one is none more', async () => {
      const { api, workspaceId } = await person({ documents: 2 });
      const bot = await createBot(api);
      await addText(api, bot, 'one').expect(202);
      const second = await addText(api, bot, 'two').expect(202);
      const refused = await addText(api, bot, 'three');
      expect([refused.status, refused.body.code]).toEqual([403, 'quota.documents']);
      await addText(api, bot, 'two', 'Another text under the same title.').expect(202);
      await addText(api, bot, 'two', 'Another text under the same title.').expect(202);
      await api.delete(`/documents/${second.body.id}`).expect(204);
      await addText(api, bot, 'three').expect(202);
      expect((await usage(api, workspaceId)).documents).toEqual({ used: 2, limit: 2 });
    });

    it('are counted over all bots of the workspace, exactly when many come at once', async () => {
      const { api, workspaceId } = await person({ documents: 4 });
      const bots = [await createBot(api), await createBot(api)];
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => addText(api, bots[index % 2], `text ${index}`)),
      );
      expect(answers.filter(({ status }) => status === 202)).toHaveLength(4);
      expect((await usage(api, workspaceId)).documents.used).toBe(4);
    });

    it('are refused when their bytes do not fit, and leave no file behind', async () => {
      const { api, workspaceId } = await person({ bytes: 1_000 });
      const bot = await createBot(api);
      await addText(api, bot, 'one', 'x'.repeat(600)).expect(202);
      const refused = await addText(api, bot, 'two', 'y'.repeat(600));
      expect([refused.status, refused.body.code]).toEqual([403, 'quota.storageBytes']);
      const upload = await api
        .post(`/bots/${bot.id}/documents`)
        .attach('files', Buffer.from('z'.repeat(600)), 'three.txt');
      expect([upload.status, upload.body.code]).toEqual([403, 'quota.storageBytes']);
      await addText(api, bot, 'two', 'y'.repeat(400)).expect(202);
      const full = await api.post(`/bots/${bot.id}/documents`).attach('files', Buffer.from('z'), 'four.txt');
      expect([full.status, full.body.code]).toEqual([403, 'quota.storageBytes']);
      expect((await usage(api, workspaceId)).storageBytes).toEqual({ used: 1_000, limit: 1_000 });
      const kept = await sql<{ count: number }>(
        'SELECT count(*)::int AS count FROM documents WHERE workspace_id = $1',
        [workspaceId],
      );
      await waitFor('the files of refused documents to go', async () => {
        const files = await readdir(join(server.config.dataDir, 'files'), {
          recursive: true,
          withFileTypes: true,
        });
        const theirs = files.filter((file) => file.isFile() && file.parentPath.includes(workspaceId));
        return theirs.length === kept[0].count;
      });
    });
  });

  describe('messages', () => {
    it('are refused beyond the limit of the month, over every channel, until it ends', async () => {
      const { api, user, workspaceId } = await person({ messages: 2 });
      const bot = await scripted(api);
      const first = await api.post(`/bots/${bot.id}/chat`, { message: 'one' }).expect(200);
      const { conversationId } = first.body;
      await api.post(`/bots/${bot.id}/chat`, { message: 'two', conversationId }).expect(200);
      for (const body of [{ message: 'three', conversationId }, { message: 'three' }]) {
        const refused = await api.post(`/bots/${bot.id}/chat`, body);
        expect([refused.status, refused.body.code]).toEqual([429, 'quota.messages']);
        const seconds = Number(refused.headers['retry-after']);
        expect(seconds).toBeGreaterThan(0);
        expect(seconds).toBeLessThanOrEqual(31 * 86_400);
      }
      const again = await api.post(`/messages/${first.body.message.id}/regenerate`);
      expect([again.status, again.body.code]).toEqual([429, 'quota.messages']);
      const stream = await EventStream.open(`${server.url}/api/v1/bots/${bot.id}/chat`, {
        method: 'POST',
        token: user.accessToken,
        body: { message: 'three' },
      });
      expect(stream.response.status).toBe(429);
      stream.close();
      const socket = io(`${server.url}/chat`, {
        auth: { token: user.accessToken },
        transports: ['websocket'],
        forceNew: true,
      });
      const answer: unknown = await socket.timeout(10_000).emitWithAck('message:send', {
        botId: bot.id,
        content: 'three',
      });
      socket.disconnect();
      expect(answer).toMatchObject({ ok: false, problem: { code: 'quota.messages' } });
      const rows = await sql<{ count: number }>(
        `SELECT count(*)::int AS count FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE c.workspace_id = $1`,
        [workspaceId],
      );
      expect(rows[0].count).toBe(4);
      expect((await usage(api, workspaceId)).messages).toEqual({ used: 2, limit: 2 });
    });

    it('are counted once however often a question is repeated', async () => {
      const { api, workspaceId } = await person({ messages: 5 });
      const bot = await scripted(api);
      const question = { message: 'one', clientMessageId: randomUUID() };
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => api.post(`/bots/${bot.id}/chat`, question)),
      );
      expect(new Set(answers.map(({ body }) => body.message?.id)).size).toBe(1);
      const { conversationId } = answers[0].body;
      const next = { message: 'two', conversationId, clientMessageId: randomUUID() };
      await Promise.all(Array.from({ length: 10 }, () => api.post(`/bots/${bot.id}/chat`, next).expect(200)));
      expect((await usage(api, workspaceId)).messages.used).toBe(2);
    });

    it('are counted exactly when many are asked at once', async () => {
      const { api, workspaceId } = await person({ messages: 5 });
      const bot = await scripted(api);
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          api.post(`/bots/${bot.id}/chat`, { message: `question ${index}` }),
        ),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
      expect((await usage(api, workspaceId)).messages.used).toBe(5);
    });

    it('do not come back when a conversation is deleted', async () => {
      const { api, workspaceId } = await person({ messages: 1 });
      const bot = await scripted(api);
      const { body } = await api.post(`/bots/${bot.id}/chat`, { message: 'one' }).expect(200);
      await api.delete(`/conversations/${body.conversationId}`).expect(204);
      await api.post(`/bots/${bot.id}/chat`, { message: 'two' }).expect(429);
      expect((await usage(api, workspaceId)).messages.used).toBe(1);
    });

    it('of the months before do not count, but are shown', async () => {
      const { api, workspaceId } = await person({ messages: 1 });
      const bot = await scripted(api);
      await api.post(`/bots/${bot.id}/chat`, { message: 'one' }).expect(200);
      await sql(`UPDATE message_usage SET month = month - interval '1 month' WHERE workspace_id = $1`, [
        workspaceId,
      ]);
      await api.post(`/bots/${bot.id}/chat`, { message: 'two' }).expect(200);
      const { messages, months, period } = await usage(api, workspaceId);
      expect(messages).toEqual({ used: 1, limit: 1 });
      expect(months.map((month: { messages: number }) => month.messages)).toEqual([1, 1]);
      expect(new Date(period.to).getUTCDate()).toBe(1);
    });

    it('are counted without a limit, too', async () => {
      const { api, workspaceId } = await person();
      const bot = await scripted(api);
      await Promise.all(
        Array.from({ length: 20 }, () =>
          api.post(`/bots/${bot.id}/chat`, { message: 'question' }).expect(200),
        ),
      );
      expect(await usage(api, workspaceId)).toMatchObject({
        plan: { id: 'unlimited' },
        bots: { used: 1, limit: null },
        messages: { used: 20, limit: null },
      });
    });
  });

  describe('a change of plan', () => {
    it('holds at once, deletes nothing, and is in the audit log', async () => {
      const { api, workspaceId } = await person();
      await createBot(api);
      await createBot(api);
      await givePlan(workspaceId, { bots: 1 });
      expect((await usage(api, workspaceId)).bots).toEqual({ used: 2, limit: 1 });
      await api.post('/bots', { name: 'third' }).expect(403);
      await givePlan(workspaceId, { bots: 3 });
      await createBot(api);
      const { body } = await api.get(`/workspaces/${workspaceId}/audit-events?action=workspace.plan_changed`);
      expect(body.items).toHaveLength(2);
    });

    it('is for platform administrators, to plans that there are', async () => {
      const { api, workspaceId } = await person();
      const refused = await api.patch(`/admin/workspaces/${workspaceId}`, { planId: 'free' });
      expect([refused.status, refused.body.code]).toEqual([403, 'access.forbidden']);
      const root = new ApiClient(server.url, admin.accessToken);
      const unknown = await root.patch(`/admin/workspaces/${workspaceId}`, { planId: 'none' });
      expect([unknown.status, unknown.body.code]).toEqual([422, 'plan.not_found']);
      const absent = await root.patch(`/admin/workspaces/${randomUUID()}`, { planId: 'free' });
      expect([absent.status, absent.body.code]).toEqual([404, 'workspace.not_found']);
      const plans = await root.get('/admin/plans').expect(200);
      expect(plans.body).toContainEqual({
        id: 'free',
        name: 'Free',
        limits: { bots: 3, documents: 100, storageBytes: 104_857_600, messages: 500 },
      });
    });
  });

  it('is shown of one’s own workspace alone, and lists them for administrators', async () => {
    const mine = await person();
    const theirs = await person({ bots: 1 });
    await createBot(theirs.api);
    const refused = await mine.api.get(`/workspaces/${theirs.workspaceId}/usage`);
    expect([refused.status, refused.body.code]).toEqual([404, 'workspace.not_found']);
    expect((await usage(mine.api, mine.workspaceId)).bots.used).toBe(0);
    const root = new ApiClient(server.url, admin.accessToken);
    const { body } = await root.get('/admin/workspaces?limit=2').expect(200);
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([theirs.workspaceId, mine.workspaceId]);
    expect(body.nextCursor).toEqual(expect.any(String));
    const rest = await root.get(`/admin/workspaces?limit=100&cursor=${body.nextCursor}`).expect(200);
    expect(rest.body.items.map(({ id }: { id: string }) => id)).not.toContain(mine.workspaceId);
    const free = await root.get('/admin/workspaces?planId=free').expect(200);
    expect(free.body.items).toEqual([]);
  });

  it('is for new workspaces what DEFAULT_PLAN says', async () => {
    const limited = await startTestApp({ env: { DEFAULT_PLAN: 'free' } });
    try {
      const user = await registerUser(limited.url);
      const api = new ApiClient(limited.url, user.accessToken);
      expect(await usage(api, user.workspaceId)).toMatchObject({
        plan: { id: 'free', name: 'Free' },
        bots: { used: 0, limit: 3 },
      });
    } finally {
      await limited.close();
    }
  });
});
