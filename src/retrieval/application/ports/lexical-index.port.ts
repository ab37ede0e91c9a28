import type { KnownWord } from '../../domain/typo.js';

/** A word of the question as one of the bot's text search configurations stems it. */
export interface StemmedWord {
  /** Place of the word in the list that was asked for. */
  word: number;
  lexeme: string;
  /** Chunks of the bot that hold it; 0 when none does. */
  df: number;
  /** For an unknown word that may be mistyped: similar words of the bot's documents, in no order. */
  similar: KnownWord[];
  /** There were too many such words to look for what this one may have been meant for. */
  skipped?: true;
}

export interface LookedUp {
  /** Names the state of the index that was seen; another one after every change. */
  state: string;
  words: StemmedWord[];
  /** Passages of the bot; 0 for an empty one. */
  chunks: number;
  /** Words of an average passage. */
  averageLength: number;
  /** The configuration of most passages; null for an empty bot. */
  mainConfig: string | null;
}

/** A lexeme to score with its BM25 weight. */
export interface WeightedLexeme {
  lexeme: string;
  weight: number;
}

export interface RankingRequest {
  /** As it was looked up. */
  state: string;
  /** A chunk is looked at when it holds all lexemes of one of these groups. */
  groups: string[][];
  /** At most 64, heaviest first. */
  lexemes: WeightedLexeme[];
  averageLength: number;
  limit: number;
  /** A document to leave out. */
  except?: string;
}

export interface RankedCandidate {
  chunkId: string;
  documentId: string;
  bm25: number;
  /** Places in `lexemes` of those that the chunk holds. */
  found: number[];
}

/** Everything that is shown or compared of a published chunk. */
export interface PublishedChunk {
  id: string;
  documentId: string;
  title: string;
  url: string | null;
  content: string;
  page: number | null;
  heading: string[];
  charStart: number;
  charEnd: number;
  language: string;
}

/** The keyword index as the search reads it: one statement per method. Every method sees one bot only. */
export abstract class LexicalIndex {
  /** Stems words (as `words()` makes them) in all languages of the bot's documents and counts where they occur. */
  abstract lookUp(botId: string, words: string[]): Promise<LookedUp>;

  /** The best chunks by BM25, best first. */
  abstract rank(botId: string, request: RankingRequest): Promise<RankedCandidate[]>;

  /** Published chunks by id, in no order; ids unknown to the bot are left out. */
  abstract read(botId: string, chunkIds: string[]): Promise<PublishedChunk[]>;

  /** Those of the chunks that are published now, in no order. */
  abstract published(botId: string, chunkIds: string[]): Promise<string[]>;
}
