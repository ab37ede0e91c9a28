/** A passage as the reader of an answer sees it. */
export interface Source {
  /** The `n` of `[n]`, from 1. */
  index: number;
  documentId: string;
  chunkId: string;
  title: string;
  url?: string;
  page?: number;
  heading?: string;
  snippet: string;
  /** 0..1, comparable within one answer only. */
  score: number;
}
