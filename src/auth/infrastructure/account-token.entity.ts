import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** The one live link of its kind that somebody was mailed. */
@Entity('account_tokens')
export class AccountTokenEntity {
  @ForeignKey('users', { name: 'account_tokens_user_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string;

  @PrimaryColumn('text')
  purpose: string;

  @Index('account_tokens_token_hash', { unique: true })
  @Column('bytea', { name: 'token_hash' })
  tokenHash: Buffer;

  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3 })
  expiresAt: Date;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
