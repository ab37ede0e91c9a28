import type { RankedChunk } from '../../domain/fusion.js';

export interface ChunkVector {
  chunkId: string;
  documentId: string;
  /** Of the dimensions of the embedding model that the adapter was built with. */
  vector: Float32Array;
}

/**
 * Nearest passages by meaning, the second half of a search. Adapters bring the embedding model's question side with
 * them. An entry may outlive its chunk for a while: the search reads every chunk it shows from the keyword index.
 */
export abstract class VectorIndex {
  /** False when there is nothing to ask, so that no time is spent on it. */
  abstract readonly enabled: boolean;

  /** Adds or overwrites vectors. Throws when it could not; safe to repeat. Retried by the ingestion job. */
  abstract upsert(botId: string, vectors: ChunkVector[]): Promise<void>;

  /**
   * The `limit` nearest chunks of the bot, best first, scores by cosine. Must give up when `signal` aborts. Errors are
   * not retried: the search goes on with keywords alone and logs it.
   */
  abstract query(botId: string, question: string, limit: number, signal: AbortSignal): Promise<RankedChunk[]>;

  /** Forgets all vectors of these documents. Safe to repeat. */
  abstract remove(botId: string, documentIds: string[]): Promise<void>;
}
