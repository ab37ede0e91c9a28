import type { ChunkingOptions } from './chunking/chunking-options.js';
import type { Document, DocumentContent, DocumentKind } from './document.js';

/** A content that was received and found good, before it is known whether it is new. */
export interface Submission {
  kind: DocumentKind;
  identity: string;
  /** Names this content in the storage and in jobs. */
  version: string;
  title: string;
  titleGiven: boolean;
  url: string | null;
  /** Null for a web page, which is fetched later. */
  content: DocumentContent | null;
  /** Null keeps what the document has, or takes the default. */
  chunking: ChunkingOptions | null;
}

/** `keep`: nothing to do; `replace`: the same document gets this content; `create`: a new document. */
export type Acceptance = 'create' | 'replace' | 'keep';

/** What a submission means beside the document of the same identity, if there is one. */
export function decideAcceptance(existing: Document | undefined, submission: Submission): Acceptance {
  if (!existing) return 'create';
  if (existing.status === 'failed' || !sameChunking(existing.chunking, submission.chunking)) return 'replace';
  if (submission.content) return existing.sha256 === submission.content.sha256 ? 'keep' : 'replace';
  // A page is looked at again, unless that is about to happen anyway.
  return existing.status === 'ready' ? 'replace' : 'keep';
}

function sameChunking(a: ChunkingOptions, b: ChunkingOptions | null): boolean {
  return b === null || (a.maxChars === b.maxChars && a.overlapChars === b.overlapChars);
}
