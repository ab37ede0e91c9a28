import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A passage of a version that is not published yet. */
@Entity('staged_chunks')
export class StagedChunkEntity {
  @PrimaryColumn('uuid', { name: 'document_id' })
  documentId: string;

  @PrimaryColumn('uuid')
  version: string;

  @PrimaryColumn('integer')
  ordinal: number;

  @Column('uuid')
  id: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId: string;

  @Column('uuid', { name: 'bot_id' })
  botId: string;

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

  @Column('text')
  config: string;

  @Column('integer')
  words: number;

  @Column('tsvector')
  tsv: string;
}
