import { DataSource } from 'typeorm';

import { IndexWriter } from '../../src/retrieval/index.js';
import { TransactionRunner } from '../../src/platform/database/index.js';
import { TraceRetention } from '../../src/chat/application/trace/trace-retention.js';
import { TraceStore } from '../../src/chat/application/ports/trace-store.port.js';
import { indexPassages } from '../factories/passages.factory.js';
import { ChatRoom } from '../support/chat-room.js';
import type { Json } from '../support/event-stream.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';

describe('how an answer came about', () => {
  let server: TestApp;
  let room: ChatRoom;
  let sql: DataSource;

  beforeAll(async () => {
    server = await startTestApp();
    room = await ChatRoom.open(server);
    sql = server.app.get(DataSource);
  });

  afterAll(async () => {
    room.close();
    await server.close();
  });

  const traceOf = (messageId: string) => room.user.api.get(`/messages/${messageId}/trace`);
  const ask = async (message: string, conversationId?: string): Promise<Json> =>
    (await room.ask({ message, conversationId }).expect(200)).body.message;

  it('tells what was looked for and found, what the model was told, and how long it took', async () => {
    room.model.play({ tokens: 'ANSWERED: yes\nIt is 16 weeks. [1]' });
    const answer = await ask('How long is parentel leave?');
    const { body: trace } = await traceOf(answer.id).expect(200);
    expect(trace).toMatchObject({
      messageId: answer.id,
      status: 'completed',
      answered: true,
      error: null,
      question: { text: 'How long is parentel leave?', language: 'en', followUp: false },
      search: { topK: 6, vectors: 'off', vectorShare: 0 },
      model: { asked: 'scripted', answered: 'scripted', fallback: false, finish: 'stop' },
    });
    expect(trace.question.words).toContainEqual({
      text: 'parentel',
      weight: 1,
      takenFor: 'parent',
      known: true,
    });
    expect(trace.search.candidates[0]).toMatchObject({
      index: 1,
      cited: true,
      fate: 'taken',
      title: 'Handbook',
      page: 12,
      heading: 'Leave',
      lexicalRank: 1,
    });
    expect(trace.search.candidates[0].lexicalScore).toBeGreaterThan(0);
    expect(trace.model.promptTokens).toBeGreaterThan(0);
    expect(trace.timings.total).toBeGreaterThanOrEqual(trace.timings.firstToken);
    expect(trace.timings.modelCalled).toBeGreaterThanOrEqual(trace.timings.search);
  });

  it('shows the prompt as the model saw it', async () => {
    room.model.play({ tokens: 'ANSWERED: yes\nSixteen weeks. [1]' });
    const first = await ask('How long is parental leave?');
    room.model.play({ tokens: 'ANSWERED: yes\nWith the birth. [1]' });
    const second = await ask('And when does it start?', first.conversationId);
    const { body: trace } = await traceOf(second.id).expect(200);
    const texts = (role: string) =>
      trace.prompt.filter((part: Json) => part.role === role).map((part: Json) => part.text);
    const { system, messages } = room.model.lastRequest!;
    for (const text of texts('system')) expect(system).toContain(text);
    // But for the word that tells who recites it.
    const told = system.replace(/^Reference: \w+\n/, '');
    expect(told).not.toBe(system);
    expect(told.replaceAll(/\s/g, '')).toBe(texts('system').join('').replaceAll(/\s/g, ''));
    expect(trace.prompt.slice(-3).map(({ role, text }: Json) => ({ role, content: text }))).toEqual(messages);
    expect(trace.question).toMatchObject({ followUp: true });
    expect(trace.question.words).toContainEqual(expect.objectContaining({ text: 'parental', weight: 0.4 }));
  });

  it('is there for answers that failed or were stopped, too', async () => {
    room.model.play({ tokens: 'x', failAt: 0 });
    const { body } = await room.ask({ message: 'How long is parental leave?' });
    const [failed] = await sql.query(
      `SELECT id FROM messages WHERE status = 'failed' ORDER BY id DESC LIMIT 1`,
    );
    expect(body.code).toBeDefined();
    const { body: trace } = await traceOf(failed.id).expect(200);
    expect(trace).toMatchObject({ status: 'failed', error: body.code, model: { finish: null } });
    expect(trace.search.candidates).not.toHaveLength(0);
    expect(trace.timings.firstToken).toBeNull();
  });

  it('loses the texts of documents that are deleted, and keeps none of its own', async () => {
    const secret = 'The vault opens at the seventh knock.';
    const documentId = await indexPassages(server.app, room.bot, 'Vault', [{ content: secret }]);
    room.model.play({ tokens: 'ANSWERED: yes\nListen. [1]' });
    const answer = await ask('When does the vault open?');
    expect((await traceOf(answer.id)).text).toContain('seventh knock');

    const writer = server.app.get(IndexWriter, { strict: false });
    await server.app.get(TransactionRunner).run(() => writer.remove(room.bot.id, [documentId]));
    const { body: trace, text } = await traceOf(answer.id).expect(200);
    expect(text).not.toContain('knock');
    const [candidate] = trace.search.candidates;
    expect(candidate).toMatchObject({ index: 1, cited: true, fate: 'taken', lexicalRank: 1 });
    expect(candidate.title).toBeUndefined();
    expect(trace.prompt.find(({ index }: Json) => index === 1)).toMatchObject({
      kind: 'passage',
      text: null,
    });
    const stored = await server.app.get(TraceStore, { strict: false }).find(answer.id);
    expect(JSON.stringify(stored)).not.toContain('knock');
    const [{ bytes }] = await sql.query('SELECT max(octet_length(data)) AS bytes FROM answer_traces');
    expect(bytes).toBeLessThan(4_096);
  });

  it('goes with its conversation', async () => {
    const answer = await ask('How long is parental leave?');
    await traceOf(answer.id).expect(200);
    await room.user.api.delete(`/conversations/${answer.conversationId}`).expect(204);
    expect((await traceOf(answer.id).expect(404)).body.code).toBe('message.not_found');
    await waitFor('its trace to go', async () => {
      const rows = await sql.query('SELECT 1 FROM answer_traces WHERE message_id = $1', [answer.id]);
      return rows.length === 0;
    });
  });

  it('is gone when it is older than traces are kept', async () => {
    const answer = await ask('How long is parental leave?');
    await traceOf(answer.id).expect(200);
    await sql.query(`UPDATE messages SET created_at = now() - interval '31 days' WHERE id = $1`, [answer.id]);
    expect((await traceOf(answer.id).expect(404)).body.code).toBe('trace.not_found');

    const store = server.app.get(TraceStore, { strict: false });
    await server.app.get(TraceRetention, { strict: false }).run();
    expect(await store.find(answer.id)).toBeDefined();
    // Ids tell when answers were begun.
    const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 30.5 * 86_400_000);
    await server.app.get(TraceRetention, { strict: false }).run();
    now.mockRestore();
    expect(await store.find(answer.id)).toBeUndefined();
  });

  it('never fails a turn', async () => {
    const store = server.app.get(TraceStore, { strict: false });
    const save = jest.spyOn(store, 'save').mockRejectedValue(new Error('the disk is full'));
    const answer = await ask('How long is parental leave?');
    expect(answer.status).toBe('completed');
    expect((await traceOf(answer.id).expect(404)).body.code).toBe('trace.not_found');
    save.mockRestore();
    await traceOf((await ask('How long is parental leave?')).id).expect(200);
  });
});
