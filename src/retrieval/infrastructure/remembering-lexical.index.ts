import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import {
  LexicalIndex,
  type LookedUp,
  type PublishedChunk,
  type RankedCandidate,
  type RankingRequest,
} from '../application/ports/lexical-index.port.js';
import { rankPostings } from '../domain/postings.js';
import { MOST_LEXEMES, PostgresLexicalIndex } from './postgres-lexical.index.js';
import { RememberedIndex } from './remembered-index.js';

/** Larger bots are ranked by PostgreSQL, which sees the pruned candidates alone and not on the event loop. */
const MOST_PASSAGES = 5_000;
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * Remembers what PostgreSQL said about the words of a small bot, as long as nothing was published or removed there:
 * visitors of a bot use the same words. Every search asks for the state of the index first, so a deleted document is
 * not found any more from the moment its deletion has committed, whichever instance did it. What is learned under a
 * state was read after that state was, so at worst it is newer, and the next search notices.
 */
@Injectable()
export class RememberingLexicalIndex extends LexicalIndex {
  private readonly bots = new LRUCache<string, RememberedIndex>({
    maxSize: MOST_BYTES,
    sizeCalculation: (known) => known.bytes,
  });

  constructor(private readonly postgres: PostgresLexicalIndex) {
    super();
  }

  async lookUp(botId: string, words: string[]): Promise<LookedUp> {
    const known = this.bots.get(botId);
    if (!known || (await this.postgres.stateOf(botId)) !== known.size.state) return this.learn(botId, words);
    known.seen++;
    // Before anything is learned: that may push out what was known.
    const stems = new Map(words.map((text) => [text, known.stemsOf(text)]));
    const unknown = words.filter((text) => !stems.get(text));
    if (unknown.length > 0) {
      const found = await this.postgres.lookUp(botId, unknown);
      if (found.state !== known.size.state) return this.learn(botId, words);
      for (const [text, own] of known.learnStems(unknown, found.words)) stems.set(text, own);
      this.keep(botId, known);
    }
    return {
      ...known.size,
      words: words.flatMap((text, word) => (stems.get(text) ?? []).map((stem) => ({ word, ...stem }))),
    };
  }

  async rank(botId: string, request: RankingRequest): Promise<RankedCandidate[]> {
    const known = this.bots.get(botId);
    // A first search in a new state costs no more than it must: while documents arrive, there may be no second one.
    if (known?.size.state !== request.state || known.seen < 2) return this.postgres.rank(botId, request);
    const lexemes = request.lexemes.slice(0, MOST_LEXEMES);
    const missing = lexemes.map(({ lexeme }) => lexeme).filter((lexeme) => !known.postings.has(lexeme));
    if (missing.length > 0) {
      const found = await this.postgres.postings(botId, missing);
      missing.forEach((lexeme, i) => known.learnPostings(lexeme, found[i]));
      this.keep(botId, known);
    }
    return rankPostings(known.table, known.postings, { ...request, lexemes });
  }

  read(botId: string, chunkIds: string[]): Promise<PublishedChunk[]> {
    return this.postgres.read(botId, chunkIds);
  }

  published(botId: string, chunkIds: string[]): Promise<string[]> {
    return this.postgres.published(botId, chunkIds);
  }

  private async learn(botId: string, words: string[]): Promise<LookedUp> {
    const found = await this.postgres.lookUp(botId, words);
    const { words: stems, ...size } = found;
    if (size.chunks > MOST_PASSAGES) {
      this.bots.delete(botId);
    } else if (this.bots.peek(botId)?.size.state !== size.state) {
      const fresh = new RememberedIndex(size);
      fresh.learnStems(words, stems);
      this.bots.set(botId, fresh);
    }
    return found;
  }

  /** Weighs it anew, unless another state took its place meanwhile. */
  private keep(botId: string, known: RememberedIndex): void {
    if (this.bots.peek(botId) === known) this.bots.set(botId, known);
  }
}
