import type { PageRequest } from '../../../kernel/page.js';
import type { Reach } from '../../../platform/http/access/index.js';
import type { ChunkingOptions } from '../../domain/chunking/chunking-options.js';
import type { Submission } from '../../domain/acceptance.js';
import type {
  Document,
  DocumentContent,
  DocumentFailure,
  DocumentStage,
  DocumentStatus,
} from '../../domain/document.js';

/** A bot whose workspace has been checked already. */
export interface BotRef {
  botId: string;
  workspaceId: string;
}

export interface DocumentFilter {
  status?: DocumentStatus;
  /** Literal text, looked for in title, file name and address. */
  text?: string;
}

export interface NewDocument {
  id: string;
  submission: Submission;
}

export interface DocumentChange {
  id: string;
  submission: Submission;
}

/** What a finished run has learnt about its document. */
export interface RunResult {
  pageCount?: number;
  charCount: number;
  chunkCount: number;
  language: string;
  /** The document's own title; only taken when the user gave none. */
  title?: string;
}

export interface DocumentRun {
  documentId: string;
  /** Fencing token of the run. */
  attempt: string;
}

export interface DocumentCount {
  botId: string;
  status: DocumentStatus;
  count: number;
}

/**
 * Documents in the database. Methods that change or read for a caller take the owner first; those of a run take its
 * fencing token and change nothing (returning null or false) when another run, a new content or a deletion has
 * overtaken it.
 */
export abstract class DocumentRepository {
  /** Locks the documents with these identities until the transaction ends. */
  abstract lockByIdentity(bot: BotRef, identities: string[]): Promise<Document[]>;
  /** Queues new documents; those whose identity has just been taken by somebody else are missing in the answer. */
  abstract insertQueued(bot: BotRef, documents: NewDocument[]): Promise<Document[]>;
  /** Gives existing documents a new content and queues them; what was read before goes on answering. */
  abstract replaceQueued(bot: BotRef, changes: DocumentChange[]): Promise<Document[]>;

  /** Null when there is none within reach. */
  abstract find(reach: Reach, id: string): Promise<Document | null>;
  /** Newest first, up to `limit + 1`. */
  abstract list(bot: BotRef, filter: DocumentFilter, page: PageRequest): Promise<Document[]>;
  /** Documents of a workspace, and the bytes of their stored contents. */
  abstract usage(workspaceId: string): Promise<{ documents: number; bytes: number }>;
  abstract countByStatus(botIds: string[]): Promise<DocumentCount[]>;
  /** Queues a document again under a new version; a run that is at work loses its right to write. */
  abstract requeue(
    reach: Reach,
    id: string,
    version: string,
    chunking?: ChunkingOptions,
  ): Promise<{ document: Document; previousAttempt: string | null } | null>;
  abstract delete(reach: Reach, id: string): Promise<Document | null>;
  /** Bots of a workspace that documents are left of. */
  abstract botsWithDocuments(workspaceId: string): Promise<string[]>;
  /** Deletes up to `limit` documents of a bot and returns their ids. */
  abstract deleteSome(bot: BotRef, limit: number): Promise<string[]>;

  /** How many documents of the workspace wait. */
  abstract countQueued(workspaceId: string): Promise<number>;
  abstract countUnfinished(): Promise<number>;
  /** Queued or with a dead run, by id after `after`. */
  abstract listStranded(after: string | null, limit: number): Promise<Document[]>;

  /** Starts a run of exactly this version, taking over from an earlier one. Null when there is nothing to do. */
  abstract claim(
    documentId: string,
    version: string,
    attempt: string,
    leaseSeconds: number,
  ): Promise<{ document: Document; previousAttempt: string | null } | null>;
  /** Extends the lease and notes how far the run is. */
  abstract heartbeat(
    run: DocumentRun,
    stage: DocumentStage,
    progress: number,
    leaseSeconds: number,
  ): Promise<boolean>;
  /** Locks the document against a change of run until the transaction ends. */
  abstract lockRun(run: DocumentRun): Promise<boolean>;
  /** Notes what a web page turned out to be. */
  abstract setContent(run: DocumentRun, content: DocumentContent): Promise<Document | null>;
  abstract complete(run: DocumentRun, result: RunResult): Promise<Document | null>;
  /** The content is the one that answers already: ready without a new reading. */
  abstract completeUnchanged(run: DocumentRun): Promise<Document | null>;
  abstract fail(run: DocumentRun, failure: DocumentFailure): Promise<Document | null>;
  /** Gives the document back to the queue. */
  abstract release(run: DocumentRun): Promise<Document | null>;
}
