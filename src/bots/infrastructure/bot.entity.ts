import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

import type { BotConfig } from '../domain/bot-config.js';
import type { Bot } from '../domain/bot.js';

@Entity('bots')
@Index('bots_workspace_id', ['workspaceId', 'id'], { where: 'deleted_at IS NULL' })
export class BotEntity implements Bot {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey('workspaces', { name: 'bots_workspace_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'workspace_id' })
  workspaceId: string;

  @Column('text')
  name: string;

  @Column('text')
  description: string;

  @Index('bots_public_key', { unique: true })
  @Column('text', { name: 'public_key' })
  publicKey: string;

  /** May lack fields that were added after it was stored; readers fill in the defaults. */
  @Column('jsonb')
  config: BotConfig;

  @Column('boolean', { default: false })
  sample: boolean;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3, default: () => 'now()' })
  updatedAt: Date;

  @Column({ type: 'timestamptz', name: 'deleted_at', precision: 3, nullable: true })
  deletedAt: Date | null;
}
