import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * Which passages have a vector in a generation, and in PostgreSQL the vector itself. With pgvector the table has one
 * more column, `embedding`, that only servers with the extension can have.
 */
@Entity('chunk_vectors')
@Index('chunk_vectors_document_id', ['documentId'])
@Index('chunk_vectors_written_by', ['generationId', 'writtenBy'])
export class ChunkVectorEntity {
  @PrimaryColumn('uuid', { name: 'generation_id' })
  generationId: string;

  @PrimaryColumn('uuid', { name: 'chunk_id' })
  chunkId: string;

  @Column('uuid', { name: 'bot_id' })
  botId: string;

  @Column('uuid', { name: 'document_id' })
  documentId: string;

  @Column('bit varying', { nullable: true })
  bits: string | null;

  @Column('bytea', { nullable: true })
  codes: Buffer | null;

  @Column('real', { nullable: true })
  scale: number | null;

  /** The transaction that wrote the row last. */
  @Column('bigint', { name: 'written_by', default: () => 'txid_current()' })
  writtenBy: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}
