import type { LookedUp, StemmedWord } from '../application/ports/lexical-index.port.js';
import { PassageTable, type Postings } from '../domain/postings.js';

/** One passage that holds a lexeme. */
export type Posting = [chunkId: string, documentId: string, words: number, tf: number];

export type Stems = Omit<StemmedWord, 'word' | 'skipped'>[];

const MOST_WORDS = 10_000;
/** Roughly, with ids, map entries and array slots. */
const BYTES_A_PASSAGE = 300;
const BYTES_A_POSTING = 5;
const BYTES_A_WORD = 200;

/** What was read of one bot's index while it was in one state. */
export class RememberedIndex {
  readonly table = new PassageTable();
  readonly postings = new Map<string, Postings>();
  /** Searches that found the index in this state. */
  seen = 1;
  private readonly stems = new Map<string, Stems>();
  private entries = 0;

  constructor(readonly size: Omit<LookedUp, 'words'>) {}

  get bytes(): number {
    return (
      BYTES_A_WORD +
      this.table.size * BYTES_A_PASSAGE +
      this.entries * BYTES_A_POSTING +
      this.stems.size * BYTES_A_WORD
    );
  }

  stemsOf(word: string): Stems | undefined {
    return this.stems.get(word);
  }

  /** Returns them by word. What was skipped is not kept: another question may have the time for it. */
  learnStems(words: readonly string[], found: readonly StemmedWord[]): Map<string, Stems> {
    // Visitors can make up words without end.
    if (this.stems.size > MOST_WORDS) this.stems.clear();
    const learned = new Map<string, Stems>();
    words.forEach((text, i) => {
      const own = found.filter(({ word }) => word === i);
      const stems = own.map(({ lexeme, df, similar }) => ({ lexeme, df, similar }));
      learned.set(text, stems);
      if (!own.some(({ skipped }) => skipped)) this.stems.set(text, stems);
    });
    return learned;
  }

  learnPostings(lexeme: string, list: readonly Posting[]): void {
    const places = new Uint32Array(list.length);
    const tfs = new Uint8Array(list.length);
    list.forEach(([chunkId, documentId, words, tf], i) => {
      places[i] = this.table.placeOf(chunkId, documentId, words);
      tfs[i] = tf;
    });
    this.postings.set(lexeme, { places, tfs });
    this.entries += list.length;
  }
}
