import { Injectable } from '@nestjs/common';

import { LexicalIndex, type PublishedChunk } from './ports/lexical-index.port.js';

/** Reads passages that were found some time ago. */
@Injectable()
export class PassageReader {
  constructor(private readonly index: LexicalIndex) {}

  /**
   * Passages of the bot by id, as they are now; those whose document was deleted or replaced since are missing. Nothing
   * is remembered between calls: what is gone must not come back from memory.
   */
  async read(botId: string, chunkIds: readonly string[]): Promise<Map<string, PublishedChunk>> {
    if (chunkIds.length === 0) return new Map();
    const chunks = await this.index.read(botId, [...new Set(chunkIds)]);
    return new Map(chunks.map((chunk) => [chunk.id, chunk]));
  }
}
