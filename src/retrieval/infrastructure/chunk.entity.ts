import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

import type { Chunk } from '../domain/chunk.js';

/** Text and place of a published passage. */
@Entity('chunks')
@Index('chunks_document_id', ['documentId', 'id'])
export class ChunkEntity implements Chunk {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId: string;

  @Column('uuid', { name: 'bot_id' })
  botId: string;

  @Column('uuid', { name: 'document_id' })
  documentId: string;

  @Column('integer')
  ordinal: number;

  @Column('text')
  content: string;

  @Column('integer', { nullable: true })
  page: number | null;

  @Column('text', { array: true })
  heading: string[];

  @Column('integer', { name: 'char_start' })
  charStart: number;

  @Column('integer', { name: 'char_end' })
  charEnd: number;

  @Column('text')
  language: string;
}
