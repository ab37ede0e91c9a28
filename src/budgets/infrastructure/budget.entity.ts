import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

@Entity('budgets')
@Check('budgets_subject', 'subject_id = COALESCE(bot_id, workspace_id)')
@Check('budgets_amounts', 'day_micros >= 0 AND month_micros >= 0')
@Check('budgets_on_limit', `on_limit IN ('message', 'fallback_model')`)
@Index('budgets_workspace_id', ['workspaceId'])
export class BudgetEntity {
  /** The bot, or the workspace itself. */
  @PrimaryColumn('uuid', { name: 'subject_id' })
  subjectId: string;

  @ForeignKey('workspaces', { name: 'budgets_workspace_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'workspace_id' })
  workspaceId: string;

  @ForeignKey('bots', { name: 'budgets_bot_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'bot_id', nullable: true })
  botId: string | null;

  /** In millionths of a US dollar. */
  @Column('bigint', { name: 'day_micros', nullable: true })
  dayMicros: number | null;

  @Column('bigint', { name: 'month_micros', nullable: true })
  monthMicros: number | null;

  @Column('text', { name: 'on_limit' })
  onLimit: 'message' | 'fallback_model';

  @Column('text', { nullable: true })
  message: string | null;

  @Column('text', { name: 'fallback_model', nullable: true })
  fallbackModel: string | null;

  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3 })
  updatedAt: Date;
}
