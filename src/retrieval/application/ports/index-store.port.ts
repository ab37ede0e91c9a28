import type { Page, PageRequest } from '../../../kernel/page.js';
import type { Chunk } from '../../domain/chunk.js';
import type { IndexTarget } from '../../domain/index-target.js';
import type { NewChunk } from '../../domain/new-chunk.js';

/** The list that cursors of `listChunks` belong to (see `decodeCursor`). */
export const CHUNK_LIST = 'chunks';

export interface Published {
  chunks: number;
  /** Lowest and highest ordinal; null without chunks. */
  first: number | null;
  last: number | null;
}

/** The keyword index as it is written. */
export abstract class IndexStore {
  /** Writes or overwrites chunks of an unpublished version. */
  abstract stage(target: IndexTarget, chunks: NewChunk[]): Promise<void>;

  /**
   * In one statement: staged rows and the `rest` in, the version before out, staged rows of other attempts away, change
   * counted.
   */
  abstract publish(
    target: IndexTarget,
    document: { title: string; url?: string },
    rest: NewChunk[],
  ): Promise<Published>;

  abstract discard(target: IndexTarget): Promise<void>;

  abstract remove(botId: string, documentIds: string[]): Promise<void>;

  /** Everything of a bot. In a transaction. */
  abstract removeBot(botId: string): Promise<void>;

  abstract listChunks(documentId: string, page: PageRequest): Promise<Page<Chunk>>;

  /** Adds waiting changes of a bot to its statistics, unless someone else is at it. In a transaction; blocks no writer. */
  abstract foldStatistics(botId: string): Promise<void>;

  /** Bots that have changes waiting. */
  abstract botsToFold(): Promise<string[]>;

  /** Counts the bot's statistics anew from its chunks, exact whatever is written meanwhile. In a transaction. */
  abstract rebuildStatistics(botId: string): Promise<void>;
}
