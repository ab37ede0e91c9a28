import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

import type { User } from '../domain/user.js';

@Entity('users')
@Index('users_deletion_at', ['deletionAt'], { where: 'deletion_at IS NOT NULL' })
@Check('users_platform_role', `platform_role = 'admin'`)
export class UserEntity implements User {
  @PrimaryColumn('uuid')
  id: string;

  @Index('users_email', { unique: true })
  @Column('text')
  email: string;

  @Column({ type: 'timestamptz', name: 'email_verified_at', precision: 3, nullable: true })
  emailVerifiedAt: Date | null;

  @Column('text')
  name: string;

  @Column('text')
  locale: string;

  @Column('text', { name: 'platform_role', nullable: true })
  platformRole: 'admin' | null;

  /** In PHC form, with its parameters. */
  @Column('text', { name: 'password_hash' })
  passwordHash: string;

  @Column({ type: 'timestamptz', name: 'second_factor_at', precision: 3, nullable: true })
  secondFactorAt: Date | null;

  @Column({ type: 'timestamptz', name: 'suspended_at', precision: 3, nullable: true })
  suspendedAt: Date | null;

  @Column({ type: 'timestamptz', name: 'deletion_at', precision: 3, nullable: true })
  deletionAt: Date | null;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3, default: () => 'now()' })
  updatedAt: Date;
}
