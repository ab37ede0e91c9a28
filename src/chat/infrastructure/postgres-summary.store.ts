import { Injectable } from '@nestjs/common';

import { Database } from '../../platform/database/index.js';
import { SummaryStore } from '../application/ports/summary-store.port.js';
import type { HistorySummary } from '../domain/history-summary.js';

@Injectable()
export class PostgresSummaryStore extends SummaryStore {
  constructor(private readonly database: Database) {
    super();
  }

  async find(conversationId: string): Promise<HistorySummary | undefined> {
    const [row] = await this.database.query<HistorySummary>(
      `SELECT through_seq AS "throughSeq", text FROM conversation_summaries
       WHERE conversation_id = $1 AND text <> ''`,
      [conversationId],
      { prepare: 'conversation_summary_find' },
    );
    return row;
  }

  async claim(conversationId: string, throughSeq: number, seconds: number): Promise<boolean> {
    const rows = await this.database.query(
      `INSERT INTO conversation_summaries AS s (conversation_id, through_seq, text, claimed_until)
       SELECT id, 0, '', now() + make_interval(secs => $3) FROM conversations
       WHERE id = $1 AND deleted_at IS NULL
       FOR SHARE
       ON CONFLICT (conversation_id) DO UPDATE SET claimed_until = excluded.claimed_until
       WHERE s.through_seq = $2 AND (s.claimed_until IS NULL OR s.claimed_until < now())
       RETURNING 1`,
      [conversationId, throughSeq, seconds],
    );
    return rows.length > 0;
  }

  async replace(conversationId: string, throughSeq: number, next: HistorySummary): Promise<void> {
    await this.database.query(
      `UPDATE conversation_summaries SET through_seq = $3, text = $4, claimed_until = NULL
       WHERE conversation_id = $1 AND through_seq = $2`,
      [conversationId, throughSeq, next.throughSeq, next.text],
    );
  }

  async forget(conversationId: string): Promise<void> {
    await this.database.query('DELETE FROM conversation_summaries WHERE conversation_id = $1', [
      conversationId,
    ]);
  }
}
