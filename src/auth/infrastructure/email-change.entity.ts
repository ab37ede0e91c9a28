import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A new address that waits for both its ends to agree. */
@Entity('email_changes')
export class EmailChangeEntity {
  @ForeignKey('users', { name: 'email_changes_user_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string;

  @Column('text', { name: 'new_email' })
  newEmail: string;

  /** Of the link sent to the address in use. */
  @Index('email_changes_approve_hash', { unique: true })
  @Column('bytea', { name: 'approve_hash' })
  approveHash: Buffer;

  /** Of the link sent to the new address. */
  @Index('email_changes_confirm_hash', { unique: true })
  @Column('bytea', { name: 'confirm_hash' })
  confirmHash: Buffer;

  @Column({ type: 'timestamptz', name: 'approved_at', precision: 3, nullable: true })
  approvedAt: Date | null;

  @Column({ type: 'timestamptz', name: 'confirmed_at', precision: 3, nullable: true })
  confirmedAt: Date | null;

  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3 })
  expiresAt: Date;
}
