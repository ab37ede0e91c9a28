import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The published version of a document. */
@Entity('indexed_documents')
@Index('indexed_documents_bot_id', ['botId'])
export class IndexedDocumentEntity {
  @PrimaryColumn('uuid', { name: 'document_id' })
  documentId: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId: string;

  @Column('uuid', { name: 'bot_id' })
  botId: string;

  @Column('uuid')
  version: string;

  @Column('text')
  title: string;

  @Column('text', { nullable: true })
  url: string | null;
}
