import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Passages and words of a bot per text search configuration, as of the last fold. */
@Entity('index_totals')
export class IndexTotalsEntity {
  @PrimaryColumn('uuid', { name: 'bot_id' })
  botId: string;

  @PrimaryColumn('text')
  config: string;

  @Column('integer')
  chunks: number;

  @Column('bigint')
  words: string;

  /** Another one after every fold. */
  @Column('uuid')
  state: string;
}
