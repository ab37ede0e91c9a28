/** A retrieved piece of a document, numbered for citations. */
export interface ContextPassage {
  /** From 1; the `n` of `[n]` in the answer. */
  index: number;
  /** The document's title. */
  title: string;
  /** Heading path inside the document, outermost first, as one string. */
  heading?: string;
  /** 1-based page of paged formats. */
  page?: number;
  /** The chunk's text as the document has it. */
  content: string;
  /** 0..1, comparable within one search only. */
  score: number;
}
