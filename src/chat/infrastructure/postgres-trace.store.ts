import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';

import { Injectable } from '@nestjs/common';

import { Database } from '../../platform/database/index.js';
import { type StoredTrace, TraceStore } from '../application/ports/trace-store.port.js';
import type { AnswerTrace } from '../domain/answer-trace.js';

/** In the thread pool, never on the event loop. */
const compress = promisify(deflateRaw);
const decompress = promisify(inflateRaw);
/** Everything in a trace is bounded; this is far above what comes of it. */
const MOST_BYTES = 64 * 1024;
const BATCH = 2_000;

/**
 * A conversation that is deleted at this very moment may leave a trace behind: nobody can read it, it holds no more of
 * what was said than single words, and it goes in time. Locking conversations would cost every turn.
 */
const SAVE_SQL = `
INSERT INTO answer_traces (message_id, data)
SELECT m.id, given.data
FROM unnest($1::uuid[], $2::bytea[]) AS given(id, data)
JOIN messages m ON m.id = given.id
JOIN conversations c ON c.id = m.conversation_id
WHERE c.deleted_at IS NULL
ON CONFLICT (message_id) DO UPDATE SET data = excluded.data`;

@Injectable()
export class PostgresTraceStore extends TraceStore {
  constructor(private readonly database: Database) {
    super();
  }

  async save(traces: readonly StoredTrace[]): Promise<void> {
    const packed = await Promise.all(
      traces.map(async ({ answerId, trace }) => ({ answerId, data: await pack(trace) })),
    );
    const fitting = packed.filter(({ data }) => data.byteLength <= MOST_BYTES);
    if (fitting.length === 0) return;
    await this.database.query(
      SAVE_SQL,
      [fitting.map(({ answerId }) => answerId), fitting.map(({ data }) => data)],
      { prepare: 'answer_traces_save' },
    );
  }

  async find(answerId: string): Promise<AnswerTrace | undefined> {
    const [row] = await this.database.query<{ data: Buffer }>(
      'SELECT data FROM answer_traces WHERE message_id = $1',
      [answerId],
    );
    return row && unpack(row.data);
  }

  async forget(conversationId: string): Promise<void> {
    await this.database.query(
      'DELETE FROM answer_traces t USING messages m WHERE m.conversation_id = $1 AND t.message_id = m.id',
      [conversationId],
    );
  }

  async forgetBefore(time: Date): Promise<number> {
    for (let total = 0; ;) {
      const rows = await this.database.query(
        `DELETE FROM answer_traces WHERE message_id IN (
           SELECT message_id FROM answer_traces WHERE message_id < $1 ORDER BY message_id
           LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
         RETURNING 1`,
        [firstIdOf(time)],
      );
      total += rows.length;
      if (rows.length < BATCH) return total;
    }
  }
}

/** Half the work of Brotli, for a tenth more bytes. */
function pack(trace: AnswerTrace): Promise<Buffer> {
  return compress(JSON.stringify(trace));
}

async function unpack(data: Buffer): Promise<AnswerTrace> {
  return JSON.parse((await decompress(data)).toString()) as AnswerTrace;
}

/** The lowest UUIDv7 of a millisecond. */
function firstIdOf(time: Date): string {
  const hex = Math.max(0, time.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
