import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** Answers begun in a month. Deleting conversations does not bring them back. */
@Entity('message_usage')
export class MessageUsageEntity {
  @ForeignKey('workspaces', { name: 'message_usage_workspace_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'workspace_id', primaryKeyConstraintName: 'message_usage_pkey' })
  workspaceId: string;

  /** The first day of the month, in UTC. */
  @PrimaryColumn('date', { primaryKeyConstraintName: 'message_usage_pkey' })
  month: string;

  /** A month is spread over rows, so that many answers at once do not wait for one another. */
  @PrimaryColumn('smallint', { primaryKeyConstraintName: 'message_usage_pkey' })
  slot: number;

  @Column('integer')
  messages: number;
}
