import type { ChunkingOptions } from './chunking/chunking-options.js';

export const DOCUMENT_KINDS = ['file', 'text', 'url', 'qa'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export const DOCUMENT_STATUSES = ['queued', 'processing', 'ready', 'failed'] as const;
export type DocumentStatus = (typeof DOCUMENT_STATUSES)[number];

export const DOCUMENT_STAGES = ['fetching', 'extracting', 'chunking', 'embedding', 'indexing'] as const;
export type DocumentStage = (typeof DOCUMENT_STAGES)[number];

/** Why a document is not readable; `params` fill the placeholders of the translated sentence. */
export interface DocumentFailure {
  code: string;
  params: Record<string, string | number>;
}

/** The bytes a document is made of. */
export interface DocumentContent {
  storageKey: string;
  fileName: string | null;
  mimeType: string;
  sizeBytes: number;
  /** Lower-case hex of the content's SHA-256. */
  sha256: string;
}

/**
 * One source of knowledge of one bot. It has up to two contents at a time: the accepted one (`version`), and the one
 * that answers (`activeVersion`); they differ from the moment a new content is accepted until it is ready.
 */
export interface Document {
  id: string;
  workspaceId: string;
  botId: string;
  kind: DocumentKind;
  /** Says when two submissions mean the same document; unique within a bot. See `documentIdentity`. */
  identity: string;
  title: string;
  /** The user chose the title, so the document's own does not replace it. */
  titleGiven: boolean;
  fileName: string | null;
  url: string | null;
  mimeType: string;
  sizeBytes: number;
  /** Of the accepted content; empty while a web page has not been fetched. */
  sha256: string;
  storageKey: string | null;
  status: DocumentStatus;
  stage: DocumentStage | null;
  /** 0..100 over all stages. */
  progress: number;
  errorCode: string | null;
  errorParams: Record<string, string | number>;
  pageCount: number | null;
  charCount: number;
  chunkCount: number;
  /** ISO 639-1, `und`, or null before the first success. */
  language: string | null;
  chunking: ChunkingOptions;
  /** Names the accepted content and the request to read it; every job carries it. */
  version: string;
  /** The run whose chunks answer, or null. */
  activeVersion: string | null;
  /** SHA-256 of the content that answers; null when a new run must not take it for unchanged. */
  activeSha256: string | null;
  /** Fencing token: the only run that may write. Null when none is at work. */
  attempt: string | null;
  /** Runs of this version that were begun, however they ended. */
  attempts: number;
  /** The run is taken for dead after this moment. */
  leaseUntil: Date | null;
  createdAt: Date;
  updatedAt: Date;
  processedAt: Date | null;
}
