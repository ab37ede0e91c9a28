import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('plans')
export class PlanEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  name: string;

  @Column('integer', { name: 'max_bots', nullable: true })
  maxBots: number | null;

  @Column('integer', { name: 'max_documents', nullable: true })
  maxDocuments: number | null;

  @Column('bigint', { name: 'max_storage_bytes', nullable: true })
  maxStorageBytes: string | null;

  /** In a calendar month, UTC. */
  @Column('integer', { name: 'max_messages', nullable: true })
  maxMessages: number | null;

  /** The price's id at a billing provider. */
  @Column('text', { name: 'external_price_id', nullable: true })
  externalPriceId: string | null;
}
