import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A vector that was paid for, by the model's space and the hash of the text. */
@Entity('cached_embeddings')
@Index('cached_embeddings_used_at', ['usedAt'])
export class CachedEmbeddingEntity {
  @PrimaryColumn('text')
  model: string;

  @PrimaryColumn('bytea', { name: 'content_hash' })
  contentHash: Buffer;

  /** Little-endian 32-bit floats. */
  @Column('bytea')
  vector: Buffer;

  @Column('timestamptz', { name: 'used_at', default: () => 'now()' })
  usedAt: Date;
}
