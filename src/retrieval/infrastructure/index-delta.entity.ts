import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What one change did to a bot's statistics, until it is folded into them. Lists of the same length belong together. */
@Entity('index_deltas')
@Index('index_deltas_bot_id', ['botId'])
export class IndexDeltaEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'bot_id' })
  botId: string;

  @Column('text', { array: true })
  lexemes: string[];

  @Column('integer', { array: true })
  dfs: number[];

  @Column('text', { array: true })
  configs: string[];

  @Column('integer', { array: true })
  chunks: number[];

  @Column('bigint', { array: true })
  words: string[];
}
