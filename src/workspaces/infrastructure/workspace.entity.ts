import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

import type { Workspace } from '../domain/workspace.js';

@Entity('workspaces')
@Index('workspaces_plan', ['planId', 'id'])
export class WorkspaceEntity implements Workspace {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @Index('workspaces_personal_of', { unique: true })
  @ForeignKey('users', { name: 'workspaces_personal_of_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'personal_of', nullable: true })
  personalOf: string | null;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;

  /** Prepared for the first person who registers; until then nobody belongs to it. */
  @Index('workspaces_awaits_owner', { unique: true, where: 'awaits_owner' })
  @Column('boolean', { name: 'awaits_owner', default: false })
  awaitsOwner: boolean;

  @ForeignKey('plans', { name: 'workspaces_plan_fkey' })
  @Column('text', { name: 'plan_id', default: 'unlimited' })
  planId: string;

  @Column({ type: 'timestamptz', name: 'plan_since', precision: 3, default: () => 'now()' })
  planSince: Date;

  /** For a billing provider: its customer, subscription and their state. Nothing here acts on them. */
  @Column('text', { name: 'billing_customer_id', nullable: true })
  billingCustomerId: string | null;

  @Column('text', { name: 'billing_subscription_id', nullable: true })
  billingSubscriptionId: string | null;

  @Column('text', { name: 'billing_status', nullable: true })
  billingStatus: string | null;

  @Column({ type: 'timestamptz', name: 'billing_period_end', precision: 3, nullable: true })
  billingPeriodEnd: Date | null;
}
