import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What ranking reads of a published passage; only what has a row here is ever found. */
@Entity('chunk_lexemes')
@Index('chunk_lexemes_document_id', ['documentId'])
@Index('chunk_lexemes_search', { synchronize: false })
export class ChunkLexemesEntity {
  @PrimaryColumn('uuid', { name: 'chunk_id' })
  chunkId: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId: string;

  @Column('uuid', { name: 'bot_id' })
  botId: string;

  @Column('uuid', { name: 'document_id' })
  documentId: string;

  /** Text search configuration that made `tsv`. */
  @Column('text')
  config: string;

  /** Length of the passage. */
  @Column('integer')
  words: number;

  @Column('tsvector')
  tsv: string;
}
