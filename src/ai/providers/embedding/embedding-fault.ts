export type EmbeddingFaultKind =
  /** Come back later. */
  | 'busy'
  | 'unavailable'
  | 'timeout'
  /** Key, model or quota: nobody but the owner can help. */
  | 'config'
  /** This batch is not accepted as it is; a smaller one may be. */
  | 'rejected'
  /** An answer came, and its vectors cannot be used. */
  | 'unusable';

/** What went wrong in one call, without a word of what the provider wrote: it may quote the key. */
export class EmbeddingFault extends Error {
  constructor(
    readonly kind: EmbeddingFaultKind,
    readonly options: { status?: number; retryAfterMs?: number } = {},
  ) {
    super(`embedding call failed: ${kind}`);
    this.name = 'EmbeddingFault';
  }
}

/** A status means the same with every vendor. */
export function faultOfStatus(status: number | undefined, retryAfterMs?: number): EmbeddingFault {
  return new EmbeddingFault(kindOf(status), { status, retryAfterMs });
}

function kindOf(status: number | undefined): EmbeddingFaultKind {
  if (status === undefined) return 'unavailable';
  if (status === 429) return 'busy';
  if (status === 408 || status === 504) return 'timeout';
  if (status === 400 || status === 413 || status === 422) return 'rejected';
  if (status === 401 || status === 402 || status === 403 || status === 404) return 'config';
  return status < 400 ? 'unusable' : 'unavailable';
}
