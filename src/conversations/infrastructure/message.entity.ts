import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

import type { Citation } from '../domain/citation.js';
import type {
  AnswerError,
  BudgetNote,
  Message,
  MessageRole,
  MessageStatus,
  Rating,
} from '../domain/message.js';

@Entity('messages')
@Check('messages_role', `role IN ('user', 'assistant')`)
@Check('messages_status', `status IN ('streaming', 'completed', 'stopped', 'failed')`)
@Check('messages_rating', `rating IN ('up', 'down')`)
@Index('messages_conversation_id_seq', ['conversationId', 'seq'], { unique: true })
@Index('messages_client_message_id', ['conversationId', 'clientMessageId'], {
  unique: true,
  where: 'client_message_id IS NOT NULL',
})
// Holds the few answers that are being written or wait: what sweeps and queues look for. Unique, so that one
// question is never answered twice at the same time.
@Index('messages_streaming', ['conversationId', 'parentId'], { unique: true, where: `status = 'streaming'` })
export class MessageEntity implements Omit<Message, 'usage'> {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey('conversations', { name: 'messages_conversation_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'conversation_id' })
  conversationId: string;

  @Column('integer')
  seq: number;

  @Column('text')
  role: MessageRole;

  @Column('text')
  content: string;

  @Column('text')
  status: MessageStatus;

  @Column('jsonb', { default: [] })
  citations: Citation[];

  @Column('boolean', { nullable: true })
  answered: boolean | null;

  @Column('text', { nullable: true })
  rating: Rating | null;

  @Column('text', { name: 'feedback_comment', nullable: true })
  feedbackComment: string | null;

  @Column('text', { nullable: true })
  model: string | null;

  @Column('integer', { name: 'prompt_tokens', nullable: true })
  promptTokens: number | null;

  @Column('integer', { name: 'completion_tokens', nullable: true })
  completionTokens: number | null;

  /** The provider did not say how many. */
  @Column('boolean', { name: 'usage_estimated', default: false })
  usageEstimated: boolean;

  @Column('bigint', { name: 'cost_micros', nullable: true })
  costMicros: number | null;

  @Column('jsonb', { nullable: true })
  budget: BudgetNote | null;

  @Column('integer', { name: 'first_token_ms', nullable: true })
  firstTokenMs: number | null;

  @Column('integer', { name: 'latency_ms', nullable: true })
  latencyMs: number | null;

  @Column('jsonb', { nullable: true })
  error: AnswerError | null;

  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId: string | null;

  @Column('text', { name: 'client_message_id', nullable: true })
  clientMessageId: string | null;

  /** The process that writes the answer; null while nobody does. */
  @Column('text', { name: 'lease_owner', nullable: true })
  leaseOwner: string | null;

  @Column({ type: 'timestamptz', name: 'lease_expires_at', precision: 3, nullable: true })
  leaseExpiresAt: Date | null;

  /** Fences writers: only the newest attempt may store an outcome. */
  @Column('integer', { default: 0 })
  attempt: number;

  /** Asks the process that holds the lease, when it is another one, to stop. */
  @Column('boolean', { name: 'stop_requested', default: false })
  stopRequested: boolean;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
