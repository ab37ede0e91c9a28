import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

import type { WidgetSettings } from '../domain/widget-settings.js';

/** How a bot is shown on websites; bots without a row have the defaults. */
@Entity('bot_widgets')
export class BotWidgetEntity {
  @ForeignKey('bots', { name: 'bot_widgets_bot_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'bot_id' })
  botId: string;

  /** May lack settings that were added after it was stored; readers fill in the defaults. */
  @Column('jsonb')
  settings: WidgetSettings;

  /** Encrypted under the installation's secret; null until the owner makes one. */
  @Column('bytea', { name: 'sealed_identity_secret', nullable: true })
  sealedIdentitySecret: Buffer | null;

  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3, default: () => 'now()' })
  updatedAt: Date;
}
