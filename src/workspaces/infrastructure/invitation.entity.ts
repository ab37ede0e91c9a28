import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

import type { Invitation } from '../domain/invitation.js';
import type { InvitedRole } from '../domain/workspace.js';

@Entity('invitations')
@Index('invitations_email', ['workspaceId', 'email'], { unique: true })
@Check('invitations_role', `role IN ('admin', 'editor', 'viewer')`)
export class InvitationEntity implements Invitation {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey('workspaces', { name: 'invitations_workspace_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'workspace_id' })
  workspaceId: string;

  @Index('invitations_invited_by')
  @ForeignKey('users', { name: 'invitations_invited_by_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'invited_by' })
  invitedBy: string;

  @Column('text')
  email: string;

  @Column('text')
  role: InvitedRole;

  @Index('invitations_token_hash', { unique: true })
  @Column('bytea', { name: 'token_hash' })
  tokenHash: Buffer;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3 })
  expiresAt: Date;
}
