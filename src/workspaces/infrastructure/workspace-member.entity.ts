import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

import type { WorkspaceRole } from '../domain/workspace.js';

@Entity('workspace_members')
@Check('workspace_members_role', `role IN ('owner', 'admin', 'editor', 'viewer')`)
export class WorkspaceMemberEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' })
  @ForeignKey('workspaces', { name: 'workspace_members_workspace_id_fkey', onDelete: 'CASCADE' })
  workspaceId: string;

  @PrimaryColumn('uuid', { name: 'user_id' })
  @Index('workspace_members_user_id')
  @ForeignKey('users', { name: 'workspace_members_user_id_fkey', onDelete: 'CASCADE' })
  userId: string;

  @Column('text')
  role: WorkspaceRole;

  @Column({ type: 'timestamptz', name: 'suspended_at', precision: 3, nullable: true })
  suspendedAt: Date | null;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
