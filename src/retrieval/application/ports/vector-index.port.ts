import type { RankedChunk } from '../../domain/fusion.js';
import type { VectorGeneration } from '../../domain/vector-generation.js';

export interface ChunkVector {
  chunkId: string;
  documentId: string;
  /** Of unit length, with the dimensions of the embedding model. */
  vector: Float32Array;
}

/** Vectors of one batch of passages, made for one generation of the bot's index. */
export interface ChunkVectors {
  generation: VectorGeneration;
  vectors: ChunkVector[];
}

/** A passage that is to be embedded. */
export interface EmbeddablePassage {
  id: string;
  /** Headings above the passage, outermost first. */
  heading: string[];
  content: string;
}

/**
 * Nearest passages by meaning, the second half of a search. It brings the embedding model with it. An entry may outlive
 * its chunk for a while: the search reads every chunk it shows from the keyword index.
 */
export abstract class VectorIndex {
  /** False when there is nothing to ask, so that no time is spent on it. */
  abstract readonly enabled: boolean;

  /**
   * Embeds passages that are about to be indexed. Null when the bot has no vectors, or when the model fails for now:
   * passages without vectors are found by their words, and get their vectors later. Rejects only with the reason of
   * `signal`, or with what the database throws.
   */
  abstract embed(
    document: { workspaceId: string; botId: string; documentId: string },
    passages: EmbeddablePassage[],
    signal: AbortSignal,
  ): Promise<ChunkVectors | null>;

  /** Adds or overwrites vectors. Never throws for a store that fails: what is missing is made later. */
  abstract upsert(vectors: ChunkVectors): Promise<void>;

  /**
   * The `limit` nearest chunks of the bot, best first, scores by cosine; null when the bot has no vectors that are
   * complete. Must give up when `signal` aborts. Errors are not retried: the search goes on with keywords alone and
   * logs it.
   */
  abstract query(
    botId: string,
    question: string,
    limit: number,
    signal: AbortSignal,
  ): Promise<RankedChunk[] | null>;

  /** Documents of the bot were published anew or deleted, and that is committed. Never throws. */
  abstract changed(botId: string, documentIds: string[]): void;
}
