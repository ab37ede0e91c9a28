import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One row at most. It outlives the bot, so that what was deleted does not come back. */
@Entity('sample')
export class SampleEntity {
  @PrimaryColumn('smallint')
  id: number;

  @Column('uuid', { name: 'bot_id', nullable: true })
  botId: string | null;

  @Column({ type: 'timestamptz', name: 'filled_at', precision: 3, nullable: true })
  filledAt: Date | null;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
