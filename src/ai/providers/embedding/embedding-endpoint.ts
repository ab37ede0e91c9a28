import type { EmbeddingKind } from '../../application/ports/embedding-model.port.js';

/** One call to a vendor; everything around it (batches, retries, checks) is `RemoteEmbeddingModel`'s. */
export interface EmbeddingEndpoint {
  /** `<provider>:<model>:<dimensions>`. */
  readonly id: string;
  readonly dimensions: number;
  /** Texts that one call may carry. */
  readonly mostTexts: number;
  /** Characters of one text. */
  readonly mostCharacters: number;
  /** Whatever the provider answers, unchecked. Throws `EmbeddingFault`, or anything once `signal` has aborted. */
  call(texts: string[], kind: EmbeddingKind, signal: AbortSignal): Promise<ArrayLike<number>[]>;
}
