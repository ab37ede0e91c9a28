import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Append-only: the database itself refuses to change a row. */
@Entity('audit_events')
@Index('audit_events_workspace', ['workspaceId', 'id'])
@Index('audit_events_created_at', ['createdAt'])
export class AuditEventEntity {
  /** In the order of time. */
  @PrimaryColumn('uuid')
  id: string;

  /** Null for what belongs to an account rather than to a workspace. */
  @Column('uuid', { name: 'workspace_id', nullable: true })
  workspaceId: string | null;

  @Column('text')
  action: string;

  @Column('text')
  result: 'success' | 'failure';

  @Column('text', { name: 'actor_kind' })
  actorKind: string;

  /** No foreign key: what somebody did outlives their account. */
  @Column('uuid', { name: 'actor_user_id', nullable: true })
  actorUserId: string | null;

  @Column('uuid', { name: 'actor_key_id', nullable: true })
  actorKeyId: string | null;

  @Column('text', { name: 'target_type', nullable: true })
  targetType: string | null;

  @Column('text', { name: 'target_id', nullable: true })
  targetId: string | null;

  @Column('text', { name: 'target_name', nullable: true })
  targetName: string | null;

  @Column('text')
  ip: string;

  @Column('text', { name: 'user_agent' })
  userAgent: string;

  @Column('text', { name: 'request_id' })
  requestId: string;

  @Column('jsonb')
  detail: object;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
