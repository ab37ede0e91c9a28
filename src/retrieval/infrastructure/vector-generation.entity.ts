import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

import type { GenerationState, VectorGeneration, VectorStoreName } from '../domain/vector-generation.js';

/** All vectors of one bot by one model in one store; at most one of each state. */
@Entity('vector_generations')
@Index('vector_generations_state', ['botId', 'state'], { unique: true })
export class VectorGenerationEntity implements VectorGeneration {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId: string;

  @Column('uuid', { name: 'bot_id' })
  botId: string;

  @Column('text')
  model: string;

  @Column('integer')
  dimensions: number;

  @Column('text')
  store: VectorStoreName;

  @Column('text')
  state: GenerationState;

  /** Of the store `exact`: the mean of the vectors that were there first, as 32-bit floats. */
  @Column('bytea', { nullable: true })
  mean: Buffer | null;

  /** Likewise how far the components reach at each place; null for all alike. */
  @Column('bytea', { nullable: true })
  spread: Buffer | null;

  /** Vectors that both are of. */
  @Column('integer', { name: 'mean_count', default: 0 })
  meanCount: number;

  @Column('text', { nullable: true })
  error: string | null;

  @Column('uuid', { name: 'lease_holder', nullable: true })
  leaseHolder: string | null;

  @Column('timestamptz', { name: 'lease_until', nullable: true })
  leaseUntil: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'activated_at', nullable: true })
  activatedAt: Date | null;
}
