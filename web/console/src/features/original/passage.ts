/** What is to be shown of a document, and marked in it. */
export interface Place {
  /** The passage, as search and citations name it. */
  chunkId?: string;
  /** Page on which it begins, from 1; for formats that have pages. */
  page?: number;
  /** The words themselves. */
  quote?: string;
}

/** A stretch of a text, end exclusive. */
export interface Run {
  start: number;
  end: number;
}

/** Fewer letters in a row are found by chance. */
const LEAST = 16;
/** Below this share of the quote, what was found is something else. */
const ENOUGH = 0.5;

/**
 * Where a text has the words of a quote. The two were read by different programs, so only letters, digits and signs count:
 * not blanks and line ends, hyphens, accents, ligatures or case. Where they stand in another order (columns, footnotes),
 * the pieces that are there are found. Empty when too little of the quote is there.
 */
export function runsOf(quote: string, text: string): Run[] {
  const needle = bare(quote).letters;
  const hay = bare(text);
  if (needle === '') return [];
  const whole = hay.letters.indexOf(needle);
  const found = whole >= 0 ? [{ start: whole, end: whole + needle.length }] : pieces(needle, hay.letters);
  const covered = found.reduce((sum, { start, end }) => sum + end - start, 0);
  if (covered < needle.length * ENOUGH) return [];
  return found.map(({ start, end }) => ({ start: hay.starts[start], end: hay.ends[end - 1] }));
}

function pieces(needle: string, hay: string): Run[] {
  const runs: Run[] = [];
  let next = 0;
  for (let i = 0; i + LEAST <= needle.length;) {
    const seed = needle.slice(i, i + LEAST);
    const after = hay.indexOf(seed, next);
    const start = after >= 0 ? after : hay.indexOf(seed);
    if (start < 0) {
      i += 1;
      continue;
    }
    let length = LEAST;
    while (i + length < needle.length && needle[i + length] === hay[start + length]) length += 1;
    runs.push({ start, end: start + length });
    i += length;
    next = start + length;
  }
  return runs;
}

/** What counts of a text, and for each of its letters where the sign that it comes from stands in the text. */
function bare(text: string): { letters: string; starts: number[]; ends: number[] } {
  let letters = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let index = 0;
  for (const sign of text) {
    const kept = sign
      .normalize('NFKD')
      .replace(/[\s\p{M}\p{Pd}\p{Cf}]/gu, '')
      .toLowerCase();
    letters += kept;
    for (let i = 0; i < kept.length; i++) {
      starts.push(index);
      ends.push(index + sign.length);
    }
    index += sign.length;
  }
  return { letters, starts, ends };
}

/** A passage of the extracted text, as the API lists it. */
export interface Chunk extends Run {
  id: string;
  text: string;
}

interface ListedChunk {
  id: string;
  content: string;
  charStart: number;
  charEnd: number;
}

/**
 * The extracted text again, from its passages: they overlap, and those that start inside a table repeat its header. Each
 * has what the one before has not; between them are blanks.
 */
export function textOf(listed: ListedChunk[]): Chunk[] {
  let end = 0;
  return listed.map(({ id, content, charStart, charEnd }) => {
    const body = content.slice(content.length - (charEnd - charStart));
    const start = Math.max(charStart, end);
    const isRow = body.length < content.length;
    const gap = end === 0 ? '' : blanks(start - end, isRow);
    const chunk = { id, start: start - gap.length, end: charEnd, text: gap + body.slice(start - charStart) };
    end = Math.max(end, charEnd);
    return chunk;
  });
}

function blanks(count: number, isRow: boolean): string {
  if (count === 0) return '';
  return count === 1 && !isRow ? ' ' : '\n'.repeat(count);
}
