import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { analyseText, type AnalysedText, contentWords, cutHash } from '../domain/text-analysis.js';
import { LexicalIndex, type PublishedChunk } from './ports/lexical-index.port.js';

/** A published chunk, ready to be compared with questions. */
export interface AnalysedChunk {
  chunk: PublishedChunk;
  text: AnalysedText;
  /** Words of title and headings, see `PoolEntry`. */
  titleCuts: number[];
}

const MOST_BYTES = 32 * 1024 * 1024;
/** Objects and keys around the texts, roughly. */
const BYTES_AROUND = 800;

interface Remembered {
  botId: string;
  analysed: AnalysedChunk;
}

/**
 * Chunks by id, read and analysed once. A chunk never changes under its id, so nothing here can be stale, but it may have
 * been deleted since: whoever has ids that the index itself did not give just now asks for them by `loadPublished`. What
 * was read for one bot is not known to another: a foreign id, whoever returned it, leads to nothing.
 */
@Injectable()
export class AnalysedChunks {
  private readonly cache = new LRUCache<string, Remembered>({
    maxSize: MOST_BYTES,
    sizeCalculation: ({ analysed: { chunk, text } }) =>
      2 * chunk.content.length + text.grams.byteLength + text.pairs.byteLength + BYTES_AROUND,
  });

  constructor(private readonly index: LexicalIndex) {}

  /** As `load`, for ids of a store that may not know yet what was deleted. One statement, two when some are not known. */
  async loadPublished(botId: string, chunkIds: readonly string[]): Promise<Map<string, AnalysedChunk>> {
    const known = chunkIds.filter((id) => this.cache.get(id)?.botId === botId);
    const isKnown = new Set(known);
    const unknown = chunkIds.filter((id) => !isKnown.has(id));
    const [published, read] = await Promise.all([
      known.length > 0 ? this.index.published(botId, known) : [],
      this.load(botId, unknown),
    ]);
    return new Map([...read, ...(await this.load(botId, published))]);
  }

  /** Chunks of the bot by id, which the index gave just now; those that are gone are missing. At most one statement. */
  async load(botId: string, chunkIds: readonly string[]): Promise<Map<string, AnalysedChunk>> {
    const found = new Map<string, AnalysedChunk>();
    const missing: string[] = [];
    for (const id of chunkIds) {
      const known = this.cache.get(id);
      if (known?.botId === botId) found.set(id, known.analysed);
      else missing.push(id);
    }
    if (missing.length === 0) return found;
    for (const chunk of await this.index.read(botId, missing)) {
      const analysed = analyse(chunk);
      this.cache.set(chunk.id, { botId, analysed });
      found.set(chunk.id, analysed);
    }
    return found;
  }
}

function analyse(chunk: PublishedChunk): AnalysedChunk {
  const heading = chunk.heading.join('\n');
  return {
    chunk,
    text: analyseText(`${heading}\n${chunk.content}`, chunk.language),
    titleCuts: contentWords(`${chunk.title}\n${heading}`, chunk.language).map(cutHash),
  };
}
