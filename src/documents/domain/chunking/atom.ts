/** The smallest piece that a chunk is made of: a sentence, a line of code, a table row, a heading. Never cut again. */
export interface Atom {
  kind: 'heading' | 'text' | 'code' | 'row';
  text: string;
  /** Range in the extracted text, end exclusive; `end - start` equals `text.length`. */
  start: number;
  end: number;
  /** The blanks of the extracted text between the atom before and this one. */
  gap: string;
  page?: number;
  /** Heading path in force; the same array for all atoms of a section. */
  path: readonly string[];
  /** Characters of its block that start with this atom; 0 when it is not a block's first. */
  blockLength: number;
  /** Header row to repeat when a chunk starts with this atom. */
  header?: string;
}
