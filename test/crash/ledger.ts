import type { Client } from 'pg';

export interface AcceptedDocument {
  id: string;
  /** Names the content; the same name stands for the same bytes everywhere in a run. */
  name: string;
}

export interface AskedQuestion {
  clientMessageId: string;
  content: string;
  /** The client was told that the question is stored. */
  acknowledged: boolean;
  /** What the answer must read, where that is known. */
  answer?: string;
  /** How the answer must have ended; `completed` unless told. */
  status?: 'completed' | 'stopped' | 'failed';
}

export interface ChunkSet {
  chunks: number;
  /** Over ordinals, places, texts and words of all chunks. */
  hash: string;
}

/** What clients were told, kept outside of the server, to be compared with what the database holds. */
export class Ledger {
  readonly documents: AcceptedDocument[] = [];
  readonly questions: AskedQuestion[] = [];

  /** `reference`: by name, the chunks of an undisturbed run. */
  constructor(readonly reference: Map<string, ChunkSet>) {}

  /**
   * Every way in which the settled database differs from what was promised, one sentence each; empty is what a test
   * wants. Looks at all rows there are, so what nobody sent is found too.
   */
  async faults(client: Client): Promise<string[]> {
    const accepted = this.documents.map(({ id, name }) => ({ id, name, ...this.reference.get(name) }));
    const documents = await faultsIn(client, DOCUMENT_FAULTS, [JSON.stringify(accepted)]);
    const index = await faultsIn(client, INDEX_FAULTS, []);
    const questions = await faultsIn(client, QUESTION_FAULTS, [JSON.stringify(this.questions)]);
    const conversations = await faultsIn(client, CONVERSATION_FAULTS, []);
    return [...documents, ...index, ...questions, ...conversations, ...(await workFaults(client))];
  }
}

/** By document id, what is published of it. */
export async function chunkSets(client: Client): Promise<Map<string, ChunkSet>> {
  const { rows } = await client.query<ChunkSet & { id: string }>(`SELECT * FROM (${CHUNK_SETS}) s`);
  return new Map(rows.map(({ id, chunks, hash }) => [id, { chunks, hash }]));
}

const CHUNK_SETS = `
  SELECT c.document_id AS id, count(*)::int AS chunks,
    md5(string_agg(md5(concat_ws('|', c.ordinal, c.page, c.heading::text, c.char_start, c.char_end, c.language,
      c.content, l.words, l.tsv::text)), '' ORDER BY c.ordinal, c.content)) AS hash
  FROM chunks c LEFT JOIN chunk_lexemes l ON l.chunk_id = c.id GROUP BY c.document_id`;

async function faultsIn(client: Client, sql: string, params: unknown[]): Promise<string[]> {
  const { rows } = await client.query<{ fault: string }>(sql, params);
  return rows.map(({ fault }) => fault);
}

/** $1 accepted documents as JSON. */
const DOCUMENT_FAULTS = `
WITH accepted AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS a(id uuid, name text, chunks int, hash text)),
published AS (${CHUNK_SETS})
SELECT format('document %s was accepted and is lost', a.name) AS fault
FROM accepted a LEFT JOIN documents d USING (id) WHERE d.id IS NULL
UNION ALL
SELECT format('document %s is there and was never accepted', d.title)
FROM documents d LEFT JOIN accepted a USING (id) WHERE a.id IS NULL
UNION ALL
SELECT format('document %s is %s (%s)', a.name, d.status, d.error_code)
FROM accepted a JOIN documents d USING (id) WHERE d.status <> 'ready'
UNION ALL
SELECT format('document %s is ready and still claimed by a run', a.name)
FROM accepted a JOIN documents d USING (id) WHERE d.status = 'ready' AND (d.attempt IS NOT NULL OR d.lease_until IS NOT NULL)
UNION ALL
SELECT format('document %s has %s chunks and says %s', a.name, coalesce(p.chunks, 0), d.chunk_count)
FROM accepted a JOIN documents d USING (id) LEFT JOIN published p USING (id)
WHERE d.chunk_count IS DISTINCT FROM coalesce(p.chunks, 0)
UNION ALL
SELECT format('document %s has other chunks than in an undisturbed run (%s, %s)', a.name, coalesce(p.chunks, 0), a.chunks)
FROM accepted a LEFT JOIN published p USING (id) WHERE p.hash IS DISTINCT FROM a.hash
UNION ALL
SELECT format('chunk %s of document %s is there %s times', c.ordinal, a.name, count(*))
FROM chunks c JOIN accepted a ON a.id = c.document_id GROUP BY a.name, c.document_id, c.ordinal HAVING count(*) > 1
UNION ALL
SELECT format('document %s is searched in a version that is not its own', a.name)
FROM accepted a JOIN documents d USING (id) LEFT JOIN indexed_documents i ON i.document_id = d.id
WHERE i.version IS DISTINCT FROM d.active_version`;

const INDEX_FAULTS = `
SELECT format('chunk %s cannot be found', c.id) AS fault
FROM chunks c LEFT JOIN chunk_lexemes l ON l.chunk_id = c.id WHERE l.chunk_id IS NULL
UNION ALL
SELECT format('chunk %s is found and has no text', l.chunk_id)
FROM chunk_lexemes l LEFT JOIN chunks c ON c.id = l.chunk_id WHERE c.id IS NULL
UNION ALL
SELECT format('chunk %s belongs to no document', c.id)
FROM chunks c LEFT JOIN documents d ON d.id = c.document_id WHERE d.id IS NULL
UNION ALL
SELECT format('%s staged chunks of document %s were left behind', count(*), document_id)
FROM staged_chunks GROUP BY document_id
UNION ALL
SELECT format('the statistics of bot %s count %s chunks of %s', bot_id, coalesce(counted, 0), coalesce(present, 0))
FROM (
  SELECT bot_id, sum(chunks) AS counted FROM (
    SELECT bot_id, chunks FROM index_totals UNION ALL SELECT bot_id, n FROM index_deltas, unnest(chunks) n
  ) all_counts GROUP BY bot_id
) totals FULL JOIN (SELECT bot_id, count(*) AS present FROM chunks GROUP BY bot_id) existing USING (bot_id)
WHERE coalesce(counted, 0) <> coalesce(present, 0)`;

/** $1 asked questions as JSON. */
const QUESTION_FAULTS = `
WITH asked AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb)
    AS a("clientMessageId" text, content text, acknowledged boolean, answer text, status text)
), stored AS (SELECT * FROM messages WHERE role = 'user')
SELECT format('question "%s" was acknowledged and is lost', a.content) AS fault
FROM asked a LEFT JOIN stored s ON s.client_message_id = a."clientMessageId" WHERE s.id IS NULL AND a.acknowledged
UNION ALL
SELECT format('question "%s" is there %s times', min(s.content), count(*))
FROM stored s GROUP BY s.client_message_id HAVING count(*) > 1
UNION ALL
SELECT format('question "%s" reads "%s"', a.content, s.content)
FROM asked a JOIN stored s ON s.client_message_id = a."clientMessageId" WHERE s.content <> a.content
UNION ALL
SELECT format('question "%s" was never asked', s.content)
FROM stored s LEFT JOIN asked a ON s.client_message_id = a."clientMessageId" WHERE a."clientMessageId" IS NULL
UNION ALL
SELECT format('question "%s" has %s answers', s.content, count(r.id))
FROM stored s LEFT JOIN messages r ON r.parent_id = s.id GROUP BY s.id, s.content HAVING count(r.id) <> 1
UNION ALL
SELECT format('the answer to "%s" is %s (%s)', s.content, r.status, r.error ->> 'code')
FROM stored s JOIN messages r ON r.parent_id = s.id LEFT JOIN asked a ON s.client_message_id = a."clientMessageId"
WHERE r.status <> coalesce(a.status, 'completed')
UNION ALL
SELECT format('the answer to "%s" reads "%s"', s.content, r.content)
FROM asked a JOIN stored s ON s.client_message_id = a."clientMessageId" JOIN messages r ON r.parent_id = s.id
WHERE a.answer IS NOT NULL AND r.content <> a.answer
UNION ALL
SELECT format('an answer belongs to no question: %s', r.id)
FROM messages r LEFT JOIN stored s ON s.id = r.parent_id WHERE r.role = 'assistant' AND s.id IS NULL`;

const CONVERSATION_FAULTS = `
SELECT format('conversation %s has %s messages, the last is number %s, and it counts %s', c.id, count(m.id),
  coalesce(max(m.seq), 0), c.last_seq) AS fault
FROM conversations c LEFT JOIN messages m ON m.conversation_id = c.id
GROUP BY c.id, c.last_seq HAVING count(m.id) <> c.last_seq OR coalesce(max(m.seq), 0) <> c.last_seq
UNION ALL
SELECT format('conversation %s waits for %s answers', id, open_turns) FROM conversations WHERE open_turns <> 0
UNION ALL
SELECT format('message %s is still leased to %s', id, lease_owner) FROM messages WHERE lease_owner IS NOT NULL`;

/** Work that should be done by now: events and jobs. */
async function workFaults(client: Client): Promise<string[]> {
  const events = await faultsIn(
    client,
    `SELECT format('event %s waits', type) AS fault FROM outbox_events`,
    [],
  );
  const { rows } = await client.query<{ queue: string | null }>(`SELECT to_regclass('bullmq.job') AS queue`);
  if (!rows[0].queue) return events;
  const jobs = await faultsIn(
    client,
    `SELECT format('job %s is %s', id, state) AS fault FROM bullmq.job
     WHERE state IN ('waiting', 'active', 'delayed')`,
    [],
  );
  return [...events, ...jobs];
}
