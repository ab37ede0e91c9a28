/** A passage of a document, ready for the index; has the shape of retrieval's `NewChunk`. */
export interface ExtractedChunk {
  /** From 0, without gaps, in reading order. */
  ordinal: number;
  /** Exactly `text.slice(charStart, charEnd)` of the extracted text, except that a table cut in two repeats its header row. */
  content: string;
  /** From 1; where the chunk starts. Only for formats that have pages. */
  page?: number;
  /** Path of headings above the chunk's start, outermost first; empty before the first heading. */
  heading: string[];
  /** Range in the document's extracted text, end exclusive, in UTF-16 code units. */
  charStart: number;
  charEnd: number;
  /** ISO 639-1 code, or `und`. */
  language: string;
  /** `normaliseText(heading path + content)`: what goes into the lexical index. */
  lexical: string;
  /** Words in `lexical`. */
  words: number;
}

export interface ExtractionSummary {
  /** Only for formats that have pages. */
  pageCount?: number;
  /** Length of the extracted text in UTF-16 code units. */
  charCount: number;
  chunkCount: number;
  /** The title the document gives itself: PDF info, HTML title, first top heading. Trimmed, at most 200 characters. */
  title?: string;
  /** ISO 639-1 code of the document's main language, or `und`. */
  language: string;
}
