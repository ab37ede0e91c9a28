import { message, type Locale } from '../../platform/http/i18n/index.js';
import type { Problem } from '../../platform/http/errors/index.js';
import {
  DOCUMENT_KINDS,
  DOCUMENT_STAGES,
  DOCUMENT_STATUSES,
  type Document,
  type DocumentKind,
  type DocumentStage,
  type DocumentStatus,
} from '../domain/document.js';
import { ApiProperty } from '@nestjs/swagger';

/** Why a document could not be read. */
export class DocumentErrorDto {
  /**
   * Stable machine word.
   * @example 'document.encrypted'
   */
  code: string;

  /**
   * A sentence a person can act on, in the caller's language.
   * @example 'The file is protected by a password. Remove the password and upload it again.'
   */
  message: string;
}

/** One source of knowledge of a bot. */
export class DocumentDto {
  /** @example '01939f6e-7a54-7c3e-8f0a-2b1d4c5e6f70' */
  id: string;

  /** @example '01939f6e-7a54-7c3e-8f0a-000000000001' */
  botId: string;

  @ApiProperty({ enum: DOCUMENT_KINDS, example: 'file' })
  kind: DocumentKind;

  /** @example 'handbook.pdf' */
  title: string;

  /** @example 'handbook.pdf' */
  fileName?: string;

  /** Address of the page, for kind `url`. */
  url?: string;

  /**
   * Decided by the content.
   * @example 'application/pdf'
   */
  mimeType: string;

  /** @example 482113 */
  sizeBytes: number;

  /** Of the stored content, lower-case hex; empty while a web page has not been fetched. */
  sha256: string;

  @ApiProperty({ enum: DOCUMENT_STATUSES, example: 'ready' })
  status: DocumentStatus;

  /** What is being done while `status` is `processing`. */
  @ApiProperty({ enum: DOCUMENT_STAGES, nullable: true, example: null, type: String })
  stage: DocumentStage | null;

  /**
   * 0..100 over all stages.
   * @example 100
   */
  progress: number;

  /** Set when `status` is `failed`. */
  @ApiProperty({ type: DocumentErrorDto, nullable: true })
  error: DocumentErrorDto | null;

  /** For formats that have pages. */
  pageCount?: number;

  /** Characters of extracted text. */
  charCount: number;

  /** Passages the text was cut into. */
  chunkCount: number;

  createdAt: Date;
  updatedAt: Date;

  /** When it was last read to an end, well or not. */
  processedAt?: Date;

  static from(document: Document, locale: Locale): DocumentDto {
    const { errorCode, errorParams } = document;
    return {
      id: document.id,
      botId: document.botId,
      kind: document.kind,
      title: document.title,
      fileName: document.fileName ?? undefined,
      url: document.url ?? undefined,
      mimeType: document.mimeType,
      sizeBytes: document.sizeBytes,
      sha256: document.sha256,
      status: document.status,
      stage: document.stage,
      progress: document.progress,
      error: errorCode ? { code: errorCode, message: message(locale, errorCode, errorParams) } : null,
      pageCount: document.pageCount ?? undefined,
      charCount: document.charCount,
      chunkCount: document.chunkCount,
      createdAt: document.createdAt,
      updatedAt: document.updatedAt,
      processedAt: document.processedAt ?? undefined,
    };
  }
}

/** A page of documents, newest first. */
export class DocumentPageDto {
  items: DocumentDto[];

  /** Give it as `cursor` to get the next page; null on the last one. */
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

/** A file of an upload that was not taken. */
export class RejectedFileDto {
  /** @example 'holiday.exe' */
  fileName: string;

  /** Problem document, as an upload of this file alone would have been answered. */
  @ApiProperty({ type: Object })
  problem: Problem;
}

/** What became of the files of one upload. */
export class UploadResultDto {
  /** The accepted files' documents, in order; a file that was there already is its existing document. */
  items: DocumentDto[];

  rejected: RejectedFileDto[];
}
