import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A user of a site that shows a bot, as the site has told and signed. Visitors of whom nothing is known have no row. */
@Entity('visitors')
@Index('visitors_bot_id_external_id', ['botId', 'externalId'], { unique: true })
export class VisitorEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Index('visitors_workspace_id')
  @ForeignKey('workspaces', { name: 'visitors_workspace_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'workspace_id' })
  workspaceId: string;

  @ForeignKey('bots', { name: 'visitors_bot_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'bot_id' })
  botId: string;

  /** The site's own id of its user. */
  @Column('text', { name: 'external_id' })
  externalId: string;

  @Column('text', { nullable: true })
  name: string | null;

  @Column('text', { nullable: true })
  email: string | null;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'last_seen_at', precision: 3, default: () => 'now()' })
  lastSeenAt: Date;
}
