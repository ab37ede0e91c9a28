import PDFDocument from 'pdfkit';

import { createBot } from '../factories/bot.factory.js';
import { registerUser } from '../factories/user.factory.js';
import { DocumentRoom } from '../support/document-room.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';

const STAGES = ['extracting', 'chunking', 'embedding', 'indexing'];

function pdf(pages: string[]): Promise<Buffer> {
  return new Promise((resolve) => {
    const document = new PDFDocument({ autoFirstPage: false });
    const parts: Buffer[] = [];
    document.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve(Buffer.concat(parts)));
    for (const text of pages) document.addPage().text(text);
    document.end();
  });
}

describe('documents', () => {
  let server: TestApp;
  let room: DocumentRoom;

  beforeAll(async () => (server = await startTestApp()));
  afterAll(() => server.close());
  beforeEach(async () => (room = await DocumentRoom.open(server)));
  afterEach(() => room.close());

  it('go from upload to ready, search, passages, file and deletion', async () => {
    const content = await pdf([
      'This handbook is for everybody who works here.',
      'Parental leave is sixteen weeks at full pay.',
      'Lunch is served in the canteen from noon until two.',
    ]);
    const accepted = await room.add('handbook.pdf', content);
    expect(accepted).toMatchObject({
      botId: room.bot.id,
      kind: 'file',
      title: 'handbook.pdf',
      fileName: 'handbook.pdf',
      mimeType: 'application/pdf',
      sizeBytes: content.length,
      status: 'queued',
      stage: null,
      progress: 0,
      error: null,
    });
    const ready = await room.ready(accepted.id);
    expect(ready).toMatchObject({ pageCount: 3, progress: 100, processedAt: expect.stringMatching(/Z$/) });
    expect(Object.keys(ready)).not.toEqual(
      expect.arrayContaining(['storageKey', 'workspaceId', 'attempt', 'version']),
    );

    const search = await room.user.api.post(`/bots/${room.bot.id}/search`, {
      query: 'How long is parental leave?',
      topK: 3,
    });
    expect(search.status).toBe(200);
    expect(search.body.items[0]).toMatchObject({
      documentId: accepted.id,
      title: 'handbook.pdf',
      page: 2,
      lexicalRank: 1,
    });
    expect(search.body.items[0].content).toContain('sixteen weeks');

    const chunks = await room.user.api.get(`/documents/${accepted.id}/chunks?limit=1`);
    expect(chunks.body.items).toHaveLength(1);
    expect(chunks.body.items[0]).toMatchObject({ ordinal: 0, page: 1, charStart: 0, language: 'en' });
    const rest = await room.user.api.get(`/documents/${accepted.id}/chunks?cursor=${chunks.body.nextCursor}`);
    expect(rest.body.items.length).toBe(ready.chunkCount - 1);
    expect(rest.body.nextCursor).toBeNull();

    const file = await room.user.api.get(`/documents/${accepted.id}/file`).responseType('blob');
    expect(Buffer.compare(file.body, content)).toBe(0);

    await room.user.api.delete(`/documents/${accepted.id}`).expect(204);
    expect(await room.found('parental leave')).toEqual([]);
    for (const path of ['', '/chunks', '/file']) {
      expect((await room.user.api.get(`/documents/${accepted.id}${path}`)).body.code).toBe(
        'document.not_found',
      );
    }
    await waitFor('the file to go', async () => (await room.files()).length === 0);
  });

  it('show their progress live, and what the bot’s documents add up to', async () => {
    const { socket, received } = await room.socket();
    expect(await socket.emitWithAck('documents:subscribe', { botId: room.bot.id })).toEqual({ ok: true });
    const { id } = await room.add('notes.md', '# Tea\n\nThe kettle is blue.');
    await waitFor('document:ready', () => received.some(({ event }) => event === 'document:ready'));

    const progress = received.filter(
      ({ event, data }) => event === 'document:progress' && data.status === 'processing',
    );
    expect([...new Set(progress.map(({ data }) => data.stage))]).toEqual(STAGES);
    const shown = progress.map(({ data }) => data.progress);
    expect(shown).toEqual([...shown].sort((a, b) => a - b));
    const rest = await room.document(id);
    expect(received.find(({ event }) => event === 'document:ready')?.data).toEqual(rest);

    await waitFor('bot:status ready', () =>
      received.some((r) => r.event === 'bot:status' && r.data.status === 'ready'),
    );
    await room.user.api.delete(`/documents/${id}`).expect(204);
    await waitFor('document:deleted', () =>
      received.some((r) => r.event === 'document:deleted' && r.data.id === id),
    );
    await waitFor('bot:status empty', () =>
      received.some((r) => r.event === 'bot:status' && r.data.status === 'empty'),
    );
  });

  it('tell a failure to every socket in its own language', async () => {
    const german = await room.socket({ language: 'de' });
    const english = await room.socket();
    for (const { socket } of [german, english])
      await socket.emitWithAck('documents:subscribe', { botId: room.bot.id });
    await room.add('broken.pdf', Buffer.from('%PDF-1.7\n1 0 obj\n<< this is no PDF at all'));
    const failure = ({ received }: typeof german) =>
      waitFor('document:failed', () => received.find(({ event }) => event === 'document:failed')?.data.error);
    const [de, en] = await Promise.all([failure(german), failure(english)]);
    expect(de.code).toBe(en.code);
    expect(de.message).not.toBe(en.message);
    expect(german.received.filter(({ event }) => event === 'document:failed')).toHaveLength(1);
  });

  it('are shown live to nobody else', async () => {
    const stranger = await registerUser(server.url);
    const { socket, received } = await room.socket({ token: stranger.accessToken });
    const refused = await socket.emitWithAck('documents:subscribe', { botId: room.bot.id });
    expect(refused).toMatchObject({ ok: false, problem: { status: 404, code: 'bot.not_found' } });
    for (const botId of [undefined, null, 42, ['x'], 'bot:*', { $ne: '' }]) {
      const answer = await socket.emitWithAck('documents:subscribe', { botId });
      expect(answer).toMatchObject({ ok: false, problem: { code: 'validation.failed' } });
    }
    const own = await room.socket();
    await own.socket.emitWithAck('documents:subscribe', { botId: room.bot.id });
    await own.socket.emitWithAck('documents:unsubscribe', { botId: room.bot.id });
    await room.ready((await room.add('notes.md', 'The kettle is blue.')).id);
    expect(received).toEqual([]);
    expect(own.received).toEqual([]);
  });

  it('can be pasted as text, with a key that makes a repeat harmless', async () => {
    const body = { title: 'Opening hours', content: '# Hours\n\nWe open at nine.' };
    const paste = () =>
      room.user.api.post(`/bots/${room.bot.id}/documents/text`, body).set('Idempotency-Key', 'paste-1');
    const first = await paste();
    expect(first.status).toBe(202);
    expect(first.body).toMatchObject({
      kind: 'text',
      title: 'Opening hours',
      mimeType: 'text/markdown',
      status: 'queued',
    });
    const repeat = await paste();
    expect([repeat.status, repeat.body.id]).toEqual([202, first.body.id]);
    await room.ready(first.body.id);
    expect(await room.found('when do we open')).toEqual([expect.stringContaining('We open at nine.')]);
    const list = await room.user.api.get(`/bots/${room.bot.id}/documents`);
    expect(list.body.items).toHaveLength(1);
  });

  it('are listed newest first, page by page, filtered literally', async () => {
    const names = ['100%.txt', 'a_b.txt', 'axb.txt', 'Plan.txt'];
    for (const name of names) await room.ready((await room.add(name, `Text of ${name}.`)).id);
    const list = (query: string) => room.user.api.get(`/bots/${room.bot.id}/documents?${query}`);
    const first = await list('limit=3');
    expect(first.body.items.map((d: { title: string }) => d.title)).toEqual([
      'Plan.txt',
      'axb.txt',
      'a_b.txt',
    ]);
    const second = await list(`limit=3&cursor=${first.body.nextCursor}`);
    expect(second.body.items.map((d: { title: string }) => d.title)).toEqual(['100%.txt']);
    expect(second.body.nextCursor).toBeNull();

    const titles = async (q: string) =>
      (await list(`q=${encodeURIComponent(q)}`)).body.items.map((d: { title: string }) => d.title);
    expect(await titles('a_b')).toEqual(['a_b.txt']);
    expect(await titles('%')).toEqual(['100%.txt']);
    expect(await titles('plan')).toEqual(['Plan.txt']);
    expect(await titles('\\')).toEqual([]);
    expect((await list('status=failed')).body.items).toEqual([]);
    expect((await list('status=ready')).body.items).toHaveLength(4);

    for (const wrong of [`status=ready&cursor=${first.body.nextCursor}`, 'cursor=xyz', 'cursor=%00']) {
      expect((await list(wrong)).body.code).toMatch(/cursor.invalid|request.invalid_text/);
    }
    for (const wrong of ['status=READY', 'limit=0', 'limit=101', 'limit=NaN', 'sort=title']) {
      expect((await list(wrong)).status).toBe(422);
    }
  });

  it('are absent for other tenants, on every route', async () => {
    const { id } = await room.add('secret.txt', 'The code is 4711.');
    await room.ready(id);
    const before = await room.sql('SELECT documents::text FROM documents WHERE id = $1', [id]);
    const stranger = (await registerUser(server.url)).api;
    const ownBot = await createBot(stranger);
    const answers = [
      await stranger.get(`/documents/${id}`),
      await stranger.delete(`/documents/${id}`),
      await stranger.post(`/documents/${id}/reprocess`),
      await stranger.get(`/documents/${id}/chunks`),
      await stranger.get(`/documents/${id}/file`),
      await stranger.get(`/bots/${room.bot.id}/documents`),
      await stranger.post(`/bots/${room.bot.id}/search`, { query: 'code' }),
      await stranger.post(`/bots/${room.bot.id}/documents/text`, { title: 't', content: 'c' }),
      await stranger.post(`/bots/${room.bot.id}/documents/url`, { url: 'https://example.com' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect(JSON.stringify(answers.map(({ body }) => body))).not.toContain('4711');
    expect((await stranger.post(`/bots/${ownBot.id}/search`, { query: 'code 4711' })).body.items).toEqual([]);
    expect(await room.sql('SELECT documents::text FROM documents WHERE id = $1', [id])).toEqual(before);
    for (const request of [room.user.api.as(undefined).get(`/documents/${id}`)])
      expect((await request).status).toBe(401);
  });

  it('may be read but not changed by a viewer', async () => {
    const { id } = await room.add('notes.txt', 'The kettle is blue.');
    await room.ready(id);
    const viewer = await registerUser(server.url);
    await room.sql('INSERT INTO workspace_members (workspace_id, user_id, role) VALUES ($1, $2, $3)', [
      room.user.workspaceId,
      viewer.id,
      'viewer',
    ]);
    const api = await waitFor('the membership to count', async () => {
      const answer = await viewer.api.get(`/documents/${id}`);
      return answer.status === 200 ? viewer.api : undefined;
    });
    expect((await api.get(`/documents/${id}/chunks`)).status).toBe(200);
    expect((await api.post(`/bots/${room.bot.id}/search`, { query: 'kettle' })).status).toBe(200);
    for (const answer of [
      await api.delete(`/documents/${id}`),
      await api.post(`/documents/${id}/reprocess`),
      await api.post(`/bots/${room.bot.id}/documents/text`, { title: 't', content: 'c' }),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([403, 'access.forbidden']);
    }
  });

  it.each([
    ['text', {}],
    ['text', { title: 'x' }],
    ['text', { title: 7, content: ['x'] }],
    ['text', { title: 'x', content: 'y', chunking: { maxChars: 1 } }],
    ['text', { title: 'x', content: 'y', id: '01939f6e-7a54-7c3e-8f0a-2b1d4c5e6f70' }],
    ['url', { url: 'http://127.0.0.1/' }],
    ['url', { url: 'http://169.254.169.254/latest/meta-data' }],
    ['url', { url: 'file:///etc/passwd' }],
  ])('refuse a %s of %j', async (kind, body) => {
    const answer = await room.user.api.post(`/bots/${room.bot.id}/documents/${kind}`, body);
    expect(answer.status).toBe(422);
    expect(answer.body.detail).toMatch(/\w+ \w+/);
  });

  it.each([{}, { query: '' }, { query: 'x', topK: 0 }, { query: 'x', topK: 51 }, { query: 5 }, []])(
    'refuse a search for %j',
    async (body) => {
      const answer = await room.user.api.post(`/bots/${room.bot.id}/search`, body);
      expect([400, 422]).toContain(answer.status);
    },
  );
});
