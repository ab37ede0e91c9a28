/** A passage that was found. */
export interface SearchHit {
  chunkId: string;
  documentId: string;
  /** Of the document. */
  title: string;
  url?: string;
  page?: number;
  /** Heading path, outermost first, joined by ` › `. */
  heading?: string;
  content: string;
  charStart: number;
  charEnd: number;
  /** 0..1 relative to the best passage of this question: orders hits, says nothing about their worth. */
  score: number;
  /** Place in the list of the keyword half, from 1. */
  lexicalRank?: number;
  /** Place in the list of the vector half, from 1. */
  vectorRank?: number;
  /**
   * 0..1: share of the question's words that the passage holds, each weighted by how rare it is in the bot's
   * documents. Words unknown to the bot count like those that occur once. Comparable between questions, unlike `score`.
   */
  coverage?: number;
}
