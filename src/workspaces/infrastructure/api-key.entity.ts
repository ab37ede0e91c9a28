import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

import type { ApiKey } from '../domain/api-key.js';
import { WorkspaceMemberEntity } from './workspace-member.entity.js';

/** Goes with the maker's membership: whoever comes back makes new keys. */
@Entity('api_keys')
@Index('api_keys_workspace', ['workspaceId', 'id'])
@Index('api_keys_maker', ['workspaceId', 'createdBy'])
@ForeignKey(() => WorkspaceMemberEntity, ['workspaceId', 'createdBy'], ['workspaceId', 'userId'], {
  name: 'api_keys_maker_fkey',
  onDelete: 'CASCADE',
})
export class ApiKeyEntity implements ApiKey {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId: string;

  @Column('uuid', { name: 'created_by' })
  createdBy: string;

  @Column('text')
  name: string;

  @Column('text')
  prefix: string;

  /** SHA-256 of the secret, which is kept nowhere. */
  @Index('api_keys_secret_hash', { unique: true })
  @Column('bytea', { name: 'secret_hash' })
  secretHash: Buffer;

  @Column('text', { array: true })
  scopes: string[];

  @Column('uuid', { name: 'bot_ids', array: true, nullable: true })
  botIds: string[] | null;

  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3, nullable: true })
  expiresAt: Date | null;

  @Column({ type: 'timestamptz', name: 'last_used_at', precision: 3, nullable: true })
  lastUsedAt: Date | null;

  @Column('text', { name: 'last_used_ip', nullable: true })
  lastUsedIp: string | null;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
