import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** The second factor of a user; it counts once `users.second_factor_at` is set. */
@Entity('totp_factors')
export class TotpFactorEntity {
  @PrimaryColumn('uuid', { name: 'user_id' })
  @ForeignKey('users', { name: 'totp_factors_user_id_fkey', onDelete: 'CASCADE' })
  userId: string;

  /** Encrypted under the installation's secret. */
  @Column('bytea', { name: 'sealed_secret' })
  sealedSecret: Buffer;

  /** The last 30 seconds whose code was used: each is good once. */
  @Column('integer', { name: 'last_step', default: 0 })
  lastStep: number;

  /** Codes tried since `attemptsSince`; a right one sets it back. */
  @Column('integer', { default: 0 })
  attempts: number;

  @Column({ type: 'timestamptz', name: 'attempts_since', precision: 3, default: () => 'now()' })
  attemptsSince: Date;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
