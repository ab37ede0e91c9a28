import type { Client } from 'pg';
import request from 'supertest';

import { createBot } from '../factories/bot.factory.js';
import { registerUser } from '../factories/user.factory.js';
import { withClient } from '../support/postgres.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';
import { chunkSets, Ledger } from './ledger.js';
import { longText } from './material.js';

/** A ledger that finds nothing proves nothing: here it is shown every kind of loss and of doubling. */
describe('the ledger', () => {
  let app: TestApp;
  let ledger: Ledger;

  beforeAll(async () => {
    app = await startTestApp();
    const { api, accessToken } = await registerUser(app.url);
    const bot = await createBot(api);
    const { name, content } = longText('shelves', 30);
    const upload = await request(app.url)
      .post(`/api/v1/bots/${bot.id}/documents`)
      .set('Authorization', `Bearer ${accessToken}`)
      .attach('files', content, name);
    const [{ id }] = upload.body.items;
    const question = { message: 'How many crates does shelf 8 hold?', clientMessageId: 'first' };
    await withClient(app.config.databaseUrl!, async (client) => {
      await waitFor('the document', async () => (await chunkSets(client)).has(id), { timeoutMs: 30_000 });
      ledger = new Ledger(new Map([[name, (await chunkSets(client)).get(id)!]]));
    });
    ledger.documents.push({ id, name });
    const answer = await api.post(`/bots/${bot.id}/chat`, question);
    expect(answer.status).toBe(200);
    ledger.questions.push({
      clientMessageId: 'first',
      content: question.message,
      acknowledged: true,
      answer: answer.body.message.content,
    });
  });
  afterAll(() => app.close());

  it('finds nothing where nothing is wrong', async () => {
    await withClient(app.config.databaseUrl!, async (client) => {
      let faults: string[] = [];
      await waitFor('rest', async () => (faults = await ledger.faults(client)).length === 0).catch(
        () => undefined,
      );
      expect(faults).toEqual([]);
    });
  });

  const CHUNK =
    '(id, workspace_id, bot_id, document_id, ordinal, content, heading, char_start, char_end, language)';
  const COPY = `gen_random_uuid(), workspace_id, bot_id, document_id`;
  const MESSAGE = '(id, conversation_id, seq, role, content, status, client_message_id, parent_id)';

  it.each([
    ['a lost document', 'DELETE FROM documents', /shelves.md was accepted and is lost/],
    [
      'a document that nobody sent',
      `INSERT INTO documents (id, workspace_id, bot_id, kind, identity, title, title_given, mime_type, size_bytes,
         sha256, status, chunking, version)
       SELECT gen_random_uuid(), workspace_id, bot_id, kind, 'other', 'other', true, mime_type, 0, '', status, chunking,
         gen_random_uuid() FROM documents`,
      /other is there and was never accepted/,
    ],
    ['a document that is not read', `UPDATE documents SET status = 'queued'`, /shelves.md is queued/],
    ['a document that could not be read', `UPDATE documents SET status = 'failed'`, /shelves.md is failed/],
    ['a run that never ended', 'UPDATE documents SET attempt = gen_random_uuid()', /still claimed by a run/],
    [
      'a lost chunk',
      'DELETE FROM chunks WHERE ordinal = 3',
      /other chunks than in an undisturbed run|has \d+ chunks and says/,
    ],
    [
      'a duplicate chunk',
      `INSERT INTO chunks ${CHUNK} SELECT ${COPY}, ordinal, content, heading, char_start, char_end, language
       FROM chunks WHERE ordinal = 3`,
      /chunk 3 of document shelves.md is there 2 times/,
    ],
    [
      'a chunk with another text',
      `UPDATE chunks SET content = content || '!' WHERE ordinal = 3`,
      /other chunks than in an undisturbed run/,
    ],
    ['a chunk that cannot be found', 'DELETE FROM chunk_lexemes', /cannot be found/],
    ['a chunk that is found and gone', 'DELETE FROM chunks', /is found and has no text/],
    [
      'a version that is not the own',
      'UPDATE indexed_documents SET version = gen_random_uuid()',
      /in a version that is not its own/,
    ],
    [
      'counts of words that are off',
      `INSERT INTO index_deltas SELECT gen_random_uuid(), bot_id, '{}', '{}', '{english}', '{5}', '{50}' FROM documents`,
      /the statistics of bot .* count/,
    ],
    [
      'chunks that a dead run has left',
      `INSERT INTO staged_chunks SELECT document_id, gen_random_uuid(), ordinal, id, workspace_id, bot_id, content, page,
         heading, char_start, char_end, language, 'simple', 1, ''::tsvector FROM chunks`,
      /staged chunks of document .* were left behind/,
    ],
    ['a lost question', 'DELETE FROM messages', /"How many crates.*" was acknowledged and is lost/],
    [
      'a doubled question',
      `INSERT INTO conversations (id, workspace_id, bot_id, principal)
         SELECT gen_random_uuid(), workspace_id, bot_id, principal FROM conversations;
       INSERT INTO messages ${MESSAGE} SELECT gen_random_uuid(),
         (SELECT id FROM conversations WHERE last_seq = 0), 1, role, content, status, client_message_id, NULL
         FROM messages WHERE role = 'user'`,
      /"How many crates.*" is there 2 times/,
    ],
    ['a question with other words', `UPDATE messages SET content = 'no' WHERE role = 'user'`, /reads "no"/],
    [
      'a question that nobody asked',
      `INSERT INTO messages ${MESSAGE} SELECT gen_random_uuid(), conversation_id, 9, role, 'Who?', status, 'who', NULL
       FROM messages WHERE role = 'user'`,
      /"Who\?" was never asked/,
    ],
    ['a question without an answer', `DELETE FROM messages WHERE role = 'assistant'`, /has 0 answers/],
    [
      'a question that was answered twice',
      `INSERT INTO messages ${MESSAGE} SELECT gen_random_uuid(), conversation_id, 3, role, content, status, NULL, parent_id
       FROM messages WHERE role = 'assistant'`,
      /has 2 answers/,
    ],
    [
      'an answer that is written for ever',
      `UPDATE messages SET status = 'streaming', lease_owner = 'the dead' WHERE role = 'assistant'`,
      /the answer to .* is streaming|still leased to the dead/,
    ],
    [
      'an answer that is not the one that was sent',
      `UPDATE messages SET content = 'half' WHERE role = 'assistant'`,
      /the answer to .* reads "half"/,
    ],
    [
      'an answer to nothing',
      `UPDATE messages SET parent_id = gen_random_uuid() WHERE role = 'assistant'`,
      /belongs to no question/,
    ],
    ['a gap in a conversation', 'UPDATE messages SET seq = seq + 1 WHERE seq = 2', /the last is number 3/],
    ['a conversation that waits for ever', 'UPDATE conversations SET open_turns = 1', /waits for 1 answers/],
    [
      'an event that was not delivered',
      `INSERT INTO outbox_events (id, type, payload) VALUES (gen_random_uuid(), 'documents.queued', '{}')`,
      /event documents.queued waits/,
    ],
    [
      'a job that was not done',
      `INSERT INTO bullmq.job (queue, id, seq, name, state, added_at_ms) VALUES ('ingestion', 'j', 1, 'ingest', 'active', 1)`,
      /job j is active/,
    ],
  ])('finds %s', async (_, defect, fault) => {
    expect((await faultsAfter(defect)).filter((text) => fault.test(text))).not.toEqual([]);
  });

  /** The defect is taken back afterwards. */
  function faultsAfter(defect: string): Promise<string[]> {
    return withClient(app.config.databaseUrl!, async (client: Client) => {
      await client.query('BEGIN');
      await client.query(defect);
      return ledger.faults(client).finally(() => client.query('ROLLBACK'));
    });
  }
});
