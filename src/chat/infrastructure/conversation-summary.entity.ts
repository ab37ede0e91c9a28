import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

import type { HistorySummary } from '../domain/history-summary.js';

/** What was said in a conversation before its newest exchanges. */
@Entity('conversation_summaries')
export class ConversationSummaryEntity implements HistorySummary {
  @ForeignKey('conversations', { name: 'conversation_summaries_conversation_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'conversation_id' })
  conversationId: string;

  @Column('integer', { name: 'through_seq' })
  throughSeq: number;

  /** Empty while the first one is being made. */
  @Column('text')
  text: string;

  /** Until then a process is at work on the next one. */
  @Column({ type: 'timestamptz', name: 'claimed_until', precision: 3, nullable: true })
  claimedUntil: Date | null;
}
