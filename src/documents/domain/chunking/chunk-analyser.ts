import { detectLanguage } from '../../../kernel/text/language.js';
import { words } from '../../../kernel/text/normalise.js';
import type { ExtractedChunk } from '../extraction/extracted-chunk.js';
import type { Passage } from './chunker.js';

/** Shorter passages say too little about their language; they take the document's. */
const ENOUGH_FOR_LANGUAGE = 300;
/** Passages whose text decides the document's language. */
const SAMPLE_PASSAGES = 16;
const UNKNOWN = 'und';

/**
 * Adds what the index needs: ordinal, language and normalised words. The first passages are held back until there is
 * enough text to know the document's language.
 */
export class ChunkAnalyser {
  private held: Passage[] = [];
  private documentLanguage: string | null = null;
  private ordinal = 0;

  get count(): number {
    return this.ordinal;
  }

  get language(): string {
    return this.documentLanguage ?? UNKNOWN;
  }

  push(passages: Passage[]): ExtractedChunk[] {
    if (this.documentLanguage !== null) return passages.map((passage) => this.analyse(passage));
    this.held.push(...passages);
    return this.held.length < SAMPLE_PASSAGES ? [] : this.finish();
  }

  finish(): ExtractedChunk[] {
    if (this.documentLanguage === null) {
      this.documentLanguage = detectLanguage(this.held.map((passage) => passage.content).join('\n'));
    }
    const held = this.held;
    this.held = [];
    return held.map((passage) => this.analyse(passage));
  }

  private analyse(passage: Passage): ExtractedChunk {
    // The same string as normaliseText makes of it, without normalising twice to count the words.
    const normalised = words([...headingsAbove(passage), passage.content].join('\n'));
    return {
      ordinal: this.ordinal++,
      ...passage,
      language: this.languageOf(passage.content),
      lexical: normalised.join(' '),
      words: normalised.length,
    };
  }

  private languageOf(content: string): string {
    if (content.length < ENOUGH_FOR_LANGUAGE) return this.language;
    const own = detectLanguage(content);
    return own === UNKNOWN ? this.language : own;
  }
}

/** Headings that the passage does not show itself, so that each heading counts once in every passage of its section. */
function headingsAbove({ heading, content }: Passage): string[] {
  const shown = new Set(content.slice(0, 600).split('\n'));
  return heading.filter((text) => !shown.has(text));
}
