import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** One link of a session's chain of tokens. */
@Entity('refresh_tokens')
export class RefreshTokenEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Index('refresh_tokens_session_id')
  @ForeignKey('sessions', { name: 'refresh_tokens_session_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'session_id' })
  sessionId: string;

  @Index('refresh_tokens_token_hash', { unique: true })
  @Column('bytea', { name: 'token_hash' })
  tokenHash: Buffer;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;

  /** When it was exchanged for its successor; null for the one live token of the chain. */
  @Column({ type: 'timestamptz', name: 'exchanged_at', precision: 3, nullable: true })
  exchangedAt: Date | null;

  @Column('uuid', { name: 'successor_id', nullable: true })
  successorId: string | null;

  /** The successor, readable to the holder of this token alone. */
  @Column('bytea', { name: 'sealed_successor', nullable: true })
  sealedSuccessor: Buffer | null;
}
