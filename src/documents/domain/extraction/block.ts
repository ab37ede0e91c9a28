/**
 * What an extractor says about a document, in reading order. Text is clean: no U+0000, no control characters except
 * tab and newline, no lone surrogates, no leading or trailing blanks, never empty.
 */
export type Block = HeadingBlock | ParagraphBlock | CodeBlock | RowBlock | ProgressMark;

export interface HeadingBlock {
  type: 'heading';
  /** 1 is the outermost. */
  level: number;
  text: string;
  page?: number;
}

/** Prose, a list item, a quotation. May hold newlines. */
export interface ParagraphBlock {
  type: 'paragraph';
  text: string;
  /** Page on which it starts. */
  page?: number;
  /** A paragraph that runs on over page borders: where in `text` the next pages start, ascending. */
  pageStarts?: { at: number; page: number }[];
  /** Follows the block before without a blank line, as list items do. */
  tight?: boolean;
}

/** Cut at line borders only. */
export interface CodeBlock {
  type: 'code';
  text: string;
  page?: number;
}

/** One row of a table. Rows that follow each other with the same `table` number belong together. */
export interface RowBlock {
  type: 'row';
  table: number;
  /** The first row of a table with a header: repeated in front of every chunk that starts within the table. */
  header?: boolean;
  text: string;
  page?: number;
}

/** Says how far the extractor has come: `done` of `total` (pages, bytes, rows). */
export interface ProgressMark {
  type: 'progress';
  done: number;
  total: number;
}
