import { parse } from 'csv-parse/sync';

import { fromCsvCell } from '../../src/kernel/csv.js';
import { newId } from '../../src/kernel/id.js';
import { AuditLog, AuditPurge, AuditTrail } from '../../src/platform/audit/index.js';
import { Database } from '../../src/platform/database/index.js';
import { createBot } from '../factories/bot.factory.js';
import { registerUser, type TestUser } from '../factories/user.factory.js';
import type { ApiClient } from '../support/api-client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';
import { join } from './tenants/world.js';

interface Event {
  id: string;
  action: string;
  result: string;
  actor: { kind: string; userId: string | null; name: string | null };
  target: { type: string; id: string; name: string | null } | null;
  ip: string;
  userAgent: string;
  requestId: string;
  detail: Record<string, unknown>;
  createdAt: string;
}

describe('the audit log', () => {
  let server: TestApp;
  let operator: TestUser;
  const sql = <T>(text: string, params: unknown[] = []) => server.app.get(Database).query<T>(text, params);

  beforeAll(async () => {
    server = await startTestApp();
    operator = await registerUser(server.url);
  });
  afterAll(() => server.close());

  async function logOf(api: ApiClient, workspaceId: string, query = ''): Promise<Event[]> {
    const { status, body } = await api.get(`/workspaces/${workspaceId}/audit-events?limit=100${query}`);
    expect(status).toBe(200);
    return body.items as Event[];
  }

  it('says who did what to which thing, from where', async () => {
    const { api, id: userId, workspaceId } = await registerUser(server.url, { name: 'Ada' });
    const bot = await createBot(api, { name: 'Handbook' });
    await api.patch(`/bots/${bot.id}`, { name: 'Manual', config: { topK: 9, systemPrompt: 'Hush-hush.' } });
    const text = { title: 'Leave', content: 'Twelve weeks.' };
    const document = (await api.post(`/bots/${bot.id}/documents/text`, text)).body;
    await waitFor('the document to be ready', async () => {
      return (await api.get(`/documents/${document.id}`)).body.status === 'ready';
    });
    await api.post(`/bots/${bot.id}/documents/text`, { ...text, content: 'Thirteen weeks.' });
    await api.post(`/documents/${document.id}/reprocess`, {});
    await api.delete(`/documents/${document.id}`);
    const talk = (await api.post(`/bots/${bot.id}/conversations`, { title: 'A private question' })).body;
    await api.patch(`/conversations/${talk.id}`, { title: 'Another', status: 'archived' });
    await api.patch(`/conversations/${talk.id}`, { title: 'Another', status: 'active' });
    await api.delete(`/conversations/${talk.id}`);
    await api.delete(`/bots/${bot.id}`).set('User-Agent', 'curl/8.9').set('X-Request-Id', 'request-4711');

    const events = await logOf(api, workspaceId);
    const own = events.filter(({ action }) => /^(bot|document|conversation)\./.test(action)).reverse();
    expect(own.map(({ action, target, detail }) => [action, target, detail])).toEqual([
      ['bot.created', { type: 'bot', id: bot.id, name: 'Handbook' }, {}],
      [
        'bot.updated',
        { type: 'bot', id: bot.id, name: 'Manual' },
        { fields: 'name, config.systemPrompt, config.topK' },
      ],
      ...['added', 'replaced', 'reprocessed', 'deleted'].map((action) => [
        `document.${action}`,
        { type: 'document', id: document.id, name: 'Leave' },
        { botId: bot.id, kind: 'text' },
      ]),
      ...['renamed', 'archived', 'reopened', 'deleted'].map((action) => [
        `conversation.${action}`,
        { type: 'conversation', id: talk.id, name: null },
        { botId: bot.id },
      ]),
      ['bot.deleted', { type: 'bot', id: bot.id, name: 'Manual' }, {}],
    ]);
    expect(own.at(-1)).toMatchObject({
      result: 'success',
      actor: { kind: 'user', userId, name: 'Ada' },
      ip: '127.0.0.1',
      userAgent: 'curl/8.9',
      requestId: 'request-4711',
    });
    expect(JSON.stringify(events)).not.toMatch(/Hush-hush|weeks|private question/);
  });

  it('knows nothing of what did not happen', async () => {
    const { api, workspaceId } = await registerUser(server.url);
    const bot = await createBot(api);
    const before = await logOf(api, workspaceId);
    const publish = jest.spyOn(AuditTrail.prototype, 'record').mockRejectedValue(new Error('disk full'));
    expect((await api.delete(`/bots/${bot.id}`)).status).toBe(500);
    publish.mockRestore();
    expect((await api.get(`/bots/${bot.id}`)).status).toBe(200);
    await api.delete(`/bots/${newId()}`).expect(404);
    await api.patch(`/bots/${bot.id}`, { name: '' }).expect(422);
    expect(await logOf(api, workspaceId)).toEqual(before);
  });

  it('is for owners and administrators of the workspace', async () => {
    const [owner, outsider] = [await registerUser(server.url), await registerUser(server.url)];
    for (const [role, status] of Object.entries({ admin: 200, editor: 403, viewer: 403 })) {
      const member = await registerUser(server.url);
      await join(server, owner.workspaceId, member, role);
      for (const path of ['audit-events', 'audit-events/export']) {
        expect((await member.api.get(`/workspaces/${owner.workspaceId}/${path}`)).status).toBe(status);
      }
    }
    for (const { api } of [outsider, operator]) {
      for (const path of ['audit-events', 'audit-events/export?format=csv']) {
        const answer = await api.get(`/workspaces/${owner.workspaceId}/${path}`);
        expect([answer.status, answer.body.code]).toEqual([404, 'workspace.not_found']);
      }
    }
  });

  it('remembers what people tried and may not, and is not flooded by it', async () => {
    const [owner, viewer] = [await registerUser(server.url), await registerUser(server.url)];
    const bot = await createBot(owner.api);
    await join(server, owner.workspaceId, viewer, 'viewer');
    for (let i = 0; i < 5; i++) {
      await Promise.all(Array.from({ length: 10 }, () => viewer.api.delete(`/bots/${bot.id}`).expect(403)));
    }
    await viewer.api.get(`/workspaces/${owner.workspaceId}/audit-events`).expect(403);
    const denied = () => logOf(owner.api, owner.workspaceId, '&action=access.denied&result=failure');
    await waitFor('the attempts to be written down', async () => (await denied()).length >= 10);
    const events = await denied();
    expect(events).toHaveLength(10);
    expect(events[0]).toMatchObject({
      actor: { kind: 'user', userId: viewer.id },
      target: { type: 'route', id: 'DELETE /api/v1/bots/:botId' },
      detail: { status: 403, botId: bot.id },
    });
    expect(await logOf(viewer.api, viewer.workspaceId, '&action=access.denied')).toEqual([]);
  });

  it('is filtered and paged, each event once, newest first', async () => {
    const { api, id, workspaceId } = await registerUser(server.url);
    const bots = [];
    for (let i = 0; i < 7; i++) bots.push(await createBot(api));
    await api.delete(`/bots/${bots[3].id}`);
    const base = `/workspaces/${workspaceId}/audit-events`;
    const seen: Event[] = [];
    for (let cursor = ''; ;) {
      const { body } = await api.get(`${base}?limit=3&action=bot.created${cursor}`);
      seen.push(...(body.items as Event[]));
      if (body.nextCursor === null) break;
      await api.get(`${base}?limit=3&cursor=${body.nextCursor}`).expect(400);
      await api
        .get(`/workspaces/${operator.workspaceId}/audit-events?action=bot.created&cursor=${body.nextCursor}`)
        .expect(400);
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(seen.map(({ target }) => target?.id)).toEqual(bots.map((bot) => bot.id).reverse());

    const found = async (query: string) => (await logOf(api, workspaceId, query)).map((e) => e.target?.id);
    expect(await found(`&target=${bots[3].id}`)).toEqual([bots[3].id, bots[3].id]);
    expect(await found(`&actor=${id}&action=bot.deleted`)).toEqual([bots[3].id]);
    expect(await found(`&actor=${newId()}`)).toEqual([]);
    expect(await found(`&result=failure`)).toEqual([]);
    const { createdAt } = seen[2];
    const after = await found(`&action=bot.created&from=${createdAt}`);
    const before = await found(`&action=bot.created&to=${createdAt}`);
    expect([...after, ...before]).toEqual(seen.map(({ target }) => target?.id));
    expect(after).toContain(seen[2].target?.id);
    for (const query of ['action=%', 'actor=1', 'target=x', 'result=ok', 'from=now', 'to=32', 'limit=101']) {
      expect((await api.get(`${base}?${query}`)).status).toBe(422);
    }
  });

  it('exports everything as JSON lines and as CSV that no spreadsheet executes', async () => {
    const { api, workspaceId } = await registerUser(server.url, { name: '=HYPERLINK("http://x","y")' });
    const names = ['=1+1', '@SUM(A1)', '-2', 'a "b", c', 'Zoë 😀'];
    for (const name of names) await createBot(api, { name });
    await sql(
      `INSERT INTO audit_events (id, workspace_id, action, result, actor_kind, ip, user_agent, request_id, detail)
       SELECT gen_random_uuid(), $1, 'test.made', 'success', 'system', '', '', '', '{}' FROM generate_series(1, 1200)`,
      [workspaceId],
    );
    const base = `/workspaces/${workspaceId}/audit-events/export`;
    const json = await download(api, base);
    const events = json.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Event);
    expect(events.filter(({ action }) => action === 'test.made')).toHaveLength(1_200);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);

    const csv = await download(api, `${base}?format=csv&action=bot.created`);
    expect(Object.fromEntries(csv.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="audit-events.csv"',
    });
    const rows: Record<string, string>[] = parse(csv.text, { columns: true });
    expect(rows.flatMap((row) => Object.values(row)).filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect(rows.map((row) => fromCsvCell(row.targetName)).reverse()).toEqual(names);
    expect(fromCsvCell(rows[0].actorName)).toBe('=HYPERLINK("http://x","y")');

    const [export2, export1] = await logOf(api, workspaceId, '&action=audit.exported');
    expect([export1.detail, export2.detail]).toEqual([{ format: 'jsonl' }, { format: 'csv' }]);
    await api.get(`${base}?format=xml`).expect(422);
  });

  it('reads an export batch by batch, as fast as somebody takes it', async () => {
    const query = jest.spyOn(server.app.get(Database), 'query');
    const workspaceId = newId();
    await sql(
      `INSERT INTO audit_events (id, workspace_id, action, result, actor_kind, ip, user_agent, request_id, detail)
       SELECT gen_random_uuid(), $1, 'test.made', 'success', 'system', '', '', '', '{}' FROM generate_series(1, 2500)`,
      [workspaceId],
    );
    query.mockClear();
    const sizes: number[] = [];
    for await (const events of server.app.get(AuditLog).all({ workspaceId }, {})) {
      sizes.push(events.length);
      expect(query.mock.calls.filter(([, params]) => params?.[0] === workspaceId)).toHaveLength(sizes.length);
    }
    query.mockRestore();
    expect(sizes).toEqual([500, 500, 500, 500, 500]);
  });

  it('writes nothing that could begin a line of its own', async () => {
    const workspaceId = newId();
    await server.app.get(AuditTrail).record({
      action: 'test.made',
      workspaceId,
      target: { type: 'bot', id: 'x\r\ny', name: `${'a'.repeat(299)}😀\nbot.deleted` },
      detail: { note: 'one\ntwo\u202e\0\ud800' },
    });
    const [row] = await sql<{ id: string; name: string; detail: { note: string } }>(
      `SELECT target_id AS id, target_name AS name, detail FROM audit_events WHERE workspace_id = $1`,
      [workspaceId],
    );
    expect(row.id).toBe('x\\u{d}\\u{a}y');
    expect(row.name).toBe(`${'a'.repeat(299)}\ufffd`);
    expect(row.detail.note).toBe('one\\u{a}two\\u{202e}\\u{0}\ufffd');
  });

  it('cannot be changed, and loses nothing except to a purge', async () => {
    const count = async () =>
      Number((await sql<{ n: string }>('SELECT count(*) AS n FROM audit_events'))[0].n);
    const before = await count();
    for (const statement of [
      `UPDATE audit_events SET action = 'x.y'`,
      'DELETE FROM audit_events',
      'DELETE FROM audit_events WHERE false',
      'TRUNCATE audit_events',
    ]) {
      await expect(sql(statement)).rejects.toThrow('audit events are append-only');
    }
    expect(await count()).toBe(before);
  });

  it('forgets what is older than the retention, in batches, and nothing else', async () => {
    const [old, kept] = [newId(), newId()];
    const insert = (workspaceId: string, age: string, count: number) =>
      sql(
        `INSERT INTO audit_events (id, workspace_id, action, result, actor_kind, ip, user_agent, request_id, detail, created_at)
         SELECT gen_random_uuid(), $1, 'test.made', 'success', 'system', '', '', '', '{}', now() - $2::interval
         FROM generate_series(1, $3::int)`,
        [workspaceId, age, count],
      );
    await insert(old, '365 days 1 second', 12_000);
    await insert(kept, '364 days 23 hours 59 minutes', 50);
    expect(server.config.auditRetentionDays).toBe(365);
    expect(await server.app.get(AuditPurge).olderThan(365)).toBe(12_000);
    expect(await server.app.get(AuditPurge).olderThan(365)).toBe(0);
    const left = (workspaceId: string) =>
      sql('SELECT 1 FROM audit_events WHERE workspace_id = $1', [workspaceId]);
    expect([await left(old), await left(kept)].map(({ length }) => length)).toEqual([0, 50]);

    await server.app.get(AuditPurge).ofWorkspace(kept);
    expect(await left(kept)).toEqual([]);
    await expect(sql('DELETE FROM audit_events')).rejects.toThrow('append-only');
  });

  it('shows platform administrators what concerns accounts, and nothing of any workspace', async () => {
    const person = await registerUser(server.url);
    await createBot(person.api, { name: 'Not for operators' });
    await person.api.get('/admin/audit-events').expect(403);
    const { status, body } = await operator.api.get(`/admin/audit-events?limit=100&actor=${person.id}`);
    expect(status).toBe(200);
    const events = body.items as Event[];
    expect(events.map(({ action }) => action)).toContain('auth.registered');
    expect(events.every(({ action }) => /^(auth|user|account)\./.test(action))).toBe(true);
    expect(JSON.stringify(events)).not.toContain('Not for operators');
    const first = (await operator.api.get('/admin/audit-events?limit=1')).body;
    const second = (await operator.api.get(`/admin/audit-events?limit=1&cursor=${first.nextCursor}`)).body;
    expect(second.items[0].id < first.items[0].id).toBe(true);
  });
});

/** As a browser downloads it. */
async function download(api: ApiClient, path: string): Promise<{ text: string; headers: Headers }> {
  const response = await fetch(`${api.url}/api/v1${path}`, {
    headers: { Authorization: `Bearer ${api.token}` },
  });
  expect(response.status).toBe(200);
  return { text: await response.text(), headers: response.headers };
}
