import type { GenerationState, VectorGeneration } from '../../domain/vector-generation.js';

export type NewGeneration = Pick<
  VectorGeneration,
  'workspaceId' | 'botId' | 'model' | 'dimensions' | 'store'
>;

export interface MissingPassage {
  id: string;
  documentId: string;
  heading: string[];
  content: string;
}

export interface GenerationProgress {
  /** Published passages of the bot. */
  total: number;
  /** Those that have a vector. */
  done: number;
  /** Characters of those that have none. */
  charactersLeft: number;
}

/** Which generations of vectors a bot has, and what they lack. */
export abstract class VectorGenerationRepository {
  /** Every generation of the bot. */
  abstract ofBot(botId: string): Promise<VectorGeneration[]>;

  /** Of all bots, by state; those of bots that are gone are left out. */
  abstract all(): Promise<VectorGeneration[]>;

  /** Those whose bots are gone. */
  abstract orphans(): Promise<VectorGeneration[]>;

  /** Bots that have passages and no generation. */
  abstract botsWithout(limit: number): Promise<{ workspaceId: string; botId: string }[]>;

  /** Null when the bot has one of that state already. Without `state`: `active` for a bot without passages, else `building`. */
  abstract create(generation: NewGeneration, state?: GenerationState): Promise<VectorGeneration | null>;

  /** Published passages without a vector, in an order that `after` continues. */
  abstract missing(
    generation: VectorGeneration,
    after: MissingPassage | null,
    limit: number,
  ): Promise<MissingPassage[]>;

  abstract progress(generation: VectorGeneration): Promise<GenerationProgress>;

  /** Characters of all published passages of the bot. */
  abstract characters(botId: string): Promise<number>;

  /**
   * Makes a generation that lacks nothing the active one, in one transaction; returns false when something is missing or it is not being built any
   * more. `displaced` are generations that nothing leads back to now.
   */
  abstract activate(
    generation: VectorGeneration,
  ): Promise<{ activated: boolean; displaced: VectorGeneration[] }>;

  /** Swaps the active generation and the previous one; returns the one that answers now. Undefined when there is none to go back to. */
  abstract switchBack(botId: string): Promise<VectorGeneration | undefined>;

  /** Gives up the one that is being built: it belongs to no bot from now on. Undefined when none is. */
  abstract abandon(botId: string): Promise<VectorGeneration | undefined>;

  abstract setError(generationId: string, error: string | null): Promise<void>;

  /** True when no other process works on the generation and it still is the bot's; it is ours for so many seconds. */
  abstract lease(
    generation: Pick<VectorGeneration, 'id' | 'botId'>,
    holder: string,
    seconds: number,
  ): Promise<boolean>;

  abstract release(generationId: string, holder: string): Promise<void>;

  /** Rows of the ledger whose passage was never published, or is gone. */
  abstract sweepLedger(generationId: string): Promise<number>;

  /** The row itself, and rows of the ledger that came in after the store dropped its vectors. */
  abstract delete(generationId: string): Promise<void>;
}
