import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

import type { ChunkingOptions } from '../domain/chunking/chunking-options.js';
import type { Document, DocumentKind, DocumentStage, DocumentStatus } from '../domain/document.js';

const bigint = { from: (value: string | null) => Number(value), to: (value: number) => value };

@Entity('documents')
@Index('documents_identity', ['botId', 'identity'], { unique: true })
@Index('documents_of_bot', ['botId', 'id'])
@Index('documents_of_workspace', ['workspaceId'])
@Index('documents_by_status', ['botId', 'status'])
@Index('documents_unfinished', ['workspaceId', 'status', 'id'], {
  where: "status IN ('queued', 'processing')",
})
export class DocumentEntity implements Document {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId: string;

  @Column('uuid', { name: 'bot_id' })
  botId: string;

  @Column('text')
  kind: DocumentKind;

  @Column('text')
  identity: string;

  @Column('text')
  title: string;

  @Column('boolean', { name: 'title_given' })
  titleGiven: boolean;

  @Column('text', { name: 'file_name', nullable: true })
  fileName: string | null;

  @Column('text', { nullable: true })
  url: string | null;

  @Column('text', { name: 'mime_type' })
  mimeType: string;

  @Column('bigint', { name: 'size_bytes', transformer: bigint })
  sizeBytes: number;

  @Column('text')
  sha256: string;

  @Column('text', { name: 'storage_key', nullable: true })
  storageKey: string | null;

  @Column('text')
  status: DocumentStatus;

  @Column('text', { nullable: true })
  stage: DocumentStage | null;

  @Column('smallint', { default: 0 })
  progress: number;

  @Column('text', { name: 'error_code', nullable: true })
  errorCode: string | null;

  @Column('jsonb', { name: 'error_params', default: {} })
  errorParams: Record<string, string | number>;

  @Column('integer', { name: 'page_count', nullable: true })
  pageCount: number | null;

  @Column('integer', { name: 'char_count', default: 0 })
  charCount: number;

  @Column('integer', { name: 'chunk_count', default: 0 })
  chunkCount: number;

  @Column('text', { nullable: true })
  language: string | null;

  @Column('jsonb')
  chunking: ChunkingOptions;

  @Column('uuid')
  version: string;

  @Column('uuid', { name: 'active_version', nullable: true })
  activeVersion: string | null;

  @Column('text', { name: 'active_sha256', nullable: true })
  activeSha256: string | null;

  @Column('uuid', { nullable: true })
  attempt: string | null;

  @Column('integer', { default: 0 })
  attempts: number;

  @Column('timestamptz', { name: 'lease_until', nullable: true })
  leaseUntil: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt: Date;

  @Column('timestamptz', { name: 'processed_at', nullable: true })
  processedAt: Date | null;
}
