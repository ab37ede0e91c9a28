import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The first result of a request that its client may repeat. */
@Entity('idempotency_keys')
export class IdempotencyKeyEntity {
  /** Who sent it: one caller's keys mean nothing to another. */
  @PrimaryColumn('text')
  principal: string;

  @PrimaryColumn('text')
  key: string;

  /** SHA-256 of method, address and body. */
  @Column('bytea')
  fingerprint: Buffer;

  /** `json` rather than `jsonb`: a repeat gets the same bytes, fields in their order. */
  @Column('json', { nullable: true })
  response: unknown;

  @Index('idempotency_keys_created_at')
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
