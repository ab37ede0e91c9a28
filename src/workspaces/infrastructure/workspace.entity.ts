import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

import type { Workspace } from '../domain/workspace.js';

@Entity('workspaces')
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
}
