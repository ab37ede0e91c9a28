import type { DomainError, ErrorKind } from '../../kernel/domain-error.js';
import type { DocumentFailure } from './document.js';

const WORTH_A_RETRY: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'unavailable',
  'timeout',
  'rate_limited',
  'internal',
  'storage_full',
]);

/** True when the same document may succeed a moment later. */
export function isTransient(error: DomainError): boolean {
  return WORTH_A_RETRY.has(error.kind);
}

/** What is written to the document; a missing file is told in the document's terms. */
export function toFailure(error: DomainError): DocumentFailure {
  const code = error.code === 'storage.missing' ? 'document.file_missing' : error.code;
  return { code, params: error.params };
}
