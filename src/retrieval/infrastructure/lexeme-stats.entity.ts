import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** In how many passages of a bot a stemmed word occurs, as of the last fold. */
@Entity('lexeme_stats')
@Index('lexeme_stats_trigrams', { synchronize: false })
export class LexemeStatsEntity {
  @PrimaryColumn('uuid', { name: 'bot_id' })
  botId: string;

  @PrimaryColumn('text')
  lexeme: string;

  @Column('integer')
  df: number;
}
