import type { RankedChunk } from '../../domain/fusion.js';
import type { VectorGeneration, VectorStoreName } from '../../domain/vector-generation.js';
import type { ChunkVector } from './vector-index.port.js';

export interface Repairs {
  /** Vectors that the ledger names and the store has lost; the ledger forgets them, so that they are made again. */
  lost: number;
  /** Vectors that the store holds and nobody wants; they are gone. */
  stray: number;
}

/**
 * Where vectors lie. Generations never see each other. The table `chunk_vectors` is the ledger of every store: a row
 * means that the store has the vector, and rows of passages that are deleted or replaced go in the transaction that does
 * it. A store outside of PostgreSQL may answer with such passages for a while.
 */
export abstract class VectorStore {
  abstract readonly name: VectorStoreName;

  /**
   * Adds or overwrites vectors of the generation's dimensions, and their rows of the ledger. Safe to repeat. Throws when it could not; `GenerationGone`
   * for a generation whose row is deleted, before or meanwhile, of which nothing is kept then.
   */
  abstract upsert(generation: VectorGeneration, vectors: ChunkVector[]): Promise<void>;

  /** The nearest chunks, best first, scored by cosine. Gives up when `signal` aborts, where it can. */
  abstract nearest(
    generation: VectorGeneration,
    vector: Float32Array,
    limit: number,
    signal: AbortSignal,
  ): Promise<RankedChunk[]>;

  /** Forgets what the store holds of these documents and the ledger does not. Safe to repeat. */
  abstract tidy(generation: VectorGeneration, documentIds: string[]): Promise<void>;

  /** Makes a generation fast that has grown; to be called now and then. */
  abstract settle(generation: VectorGeneration): Promise<void>;

  /** Compares ledger and store, and repairs both. */
  abstract reconcile(generation: VectorGeneration): Promise<Repairs>;

  /** Forgets the generation, ledger included, up to what is being written right now. Safe to repeat. */
  abstract drop(generation: VectorGeneration): Promise<void>;
}
