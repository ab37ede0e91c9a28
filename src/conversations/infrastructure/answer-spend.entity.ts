import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What models billed for the answers of a bot on a day. Deleting bots or conversations does not bring it back. */
@Entity('answer_spend')
@Index('answer_spend_workspace_id_day', ['workspaceId', 'day'])
export class AnswerSpendEntity {
  @ForeignKey('workspaces', { name: 'answer_spend_workspace_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'workspace_id' })
  workspaceId: string;

  @PrimaryColumn('uuid', { name: 'bot_id', primaryKeyConstraintName: 'answer_spend_pkey' })
  botId: string;

  /** In UTC. */
  @PrimaryColumn('date', { primaryKeyConstraintName: 'answer_spend_pkey' })
  day: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'answer_spend_pkey' })
  model: string;

  /** A day is spread over rows, so that many answers at once do not wait for one another. */
  @PrimaryColumn('smallint', { primaryKeyConstraintName: 'answer_spend_pkey' })
  slot: number;

  @Column('integer')
  answers: number;

  @Column('integer', { name: 'estimated_answers' })
  estimatedAnswers: number;

  @Column('integer', { name: 'unpriced_answers' })
  unpricedAnswers: number;

  @Column('bigint', { name: 'prompt_tokens' })
  promptTokens: number;

  @Column('bigint', { name: 'completion_tokens' })
  completionTokens: number;

  @Column('bigint', { name: 'cost_micros' })
  costMicros: number;
}
