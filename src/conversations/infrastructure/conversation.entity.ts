import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

import type { Conversation, ConversationStatus } from '../domain/conversation.js';

@Entity('conversations')
@Check('conversations_status', `status IN ('active', 'archived')`)
@Index('conversations_bot_id_id', ['botId', 'id'])
@Index('conversations_visitor_id', ['visitorId', 'updatedAt'], { where: 'visitor_id IS NOT NULL' })
@Index('conversations_opening', ['botId', 'principal', 'openingMessageId'], {
  unique: true,
  where: 'opening_message_id IS NOT NULL',
})
export class ConversationEntity implements Omit<Conversation, 'visitor'> {
  @PrimaryColumn('uuid')
  id: string;

  @Index('conversations_workspace_id')
  @ForeignKey('workspaces', { name: 'conversations_workspace_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'workspace_id' })
  workspaceId: string;

  @ForeignKey('bots', { name: 'conversations_bot_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'bot_id' })
  botId: string;

  @Column('text')
  principal: string;

  /** Of a row in `visitors` when their site has said who they are; others have none. */
  @Column('uuid', { name: 'visitor_id', nullable: true })
  visitorId: string | null;

  @Column('text', { nullable: true })
  title: string | null;

  @Column('text', { default: 'active' })
  status: ConversationStatus;

  @Column('integer', { name: 'last_seq', default: 0 })
  lastSeq: number;

  /** Turns that are being answered or wait for it; a new turn that makes this 1 may start at once. */
  @Column('integer', { name: 'open_turns', default: 0 })
  openTurns: number;

  /** The client's id of the message that opened it, so that a repeat does not open another. */
  @Column('text', { name: 'opening_message_id', nullable: true })
  openingMessageId: string | null;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3, default: () => 'now()' })
  updatedAt: Date;

  @Column({ type: 'timestamptz', name: 'deleted_at', precision: 3, nullable: true })
  deletedAt: Date | null;
}
