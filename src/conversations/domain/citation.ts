/** Where a statement of an answer comes from. `[1]` in the answer refers to the citation with index 1. */
export interface Citation {
  index: number;
  documentId: string;
  chunkId: string;
  /** Of the document. */
  title: string;
  url?: string;
  /** 1-based page of paged formats. */
  page?: number;
  /** Heading path inside the document. */
  heading?: string;
  /** The passage's own words, as the document has them. */
  snippet: string;
  /** 0..1, comparable within one answer only. */
  score: number;
}
