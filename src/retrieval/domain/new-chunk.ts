/** A passage on its way into the index. */
export interface NewChunk {
  /** UUIDv7 of the chunk, where its vector needs to know it beforehand. */
  id?: string;
  /** From 0, without gaps over all batches of a version. */
  ordinal: number;
  content: string;
  page?: number;
  /** Headings above the passage, outermost first. */
  heading: string[];
  charStart: number;
  charEnd: number;
  /** ISO 639-1 or `und`; decides how words are stemmed. */
  language: string;
  /** `normaliseText` of headings and content: what is searched. */
  lexical: string;
  /** Number of words in `lexical`. */
  words: number;
}
