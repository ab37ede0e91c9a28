import type { PdfLine, PdfPage } from './pdf-line.js';

/** What the first pages say about the whole document. */
export interface PdfStyle {
  bodySize: number;
  /** Sizes above the body's, largest first. */
  headingSizes: number[];
  /** Levels of the titles in the document's outline, by folded text. */
  outline: ReadonlyMap<string, number>;
  /** Places and texts of lines that stand at the top or bottom of most pages. */
  running: ReadonlySet<string>;
}

/** How many pages the style is learnt from. */
export const SAMPLE_PAGES = 12;

const HEADING_RATIO = 1.12;
const MAX_HEADING_CHARS = 200;
const MIN_PAGES_FOR_RUNNING = 4;
const RUNNING_SHARE = 0.6;
const PAGE_NUMBER =
  /^(?:page|seite|página|p\.|s\.|-|–)?\s*\d{1,5}\s*(?:(?:of|von|de|sur|\/)\s*\d{1,5})?\s*(?:-|–)?$/i;

export function learnStyle(pages: PdfPage[], outline: ReadonlyMap<string, number>): PdfStyle {
  const chars = new Map<number, number>();
  for (const { lines } of pages) {
    for (const line of lines)
      chars.set(round(line.size), (chars.get(round(line.size)) ?? 0) + line.text.length);
  }
  const bodySize = [...chars].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 10;
  const headingSizes = [...chars.keys()]
    .filter((size) => size >= bodySize * HEADING_RATIO)
    .sort((a, b) => b - a);
  return { bodySize, headingSizes, outline, running: runningLines(pages) };
}

/** 1.. for a heading, 0 for anything else. */
export function headingLevel(style: PdfStyle, line: PdfLine): number {
  if (line.text.length > MAX_HEADING_CHARS || !/\p{L}/u.test(line.text)) return 0;
  const listed = style.outline.get(fold(line.text));
  if (listed !== undefined && line.size >= style.bodySize) return listed;
  if (line.size < style.bodySize * HEADING_RATIO) return 0;
  return 1 + style.headingSizes.filter((size) => size > round(line.size) + 0.5).length;
}

/** Running heads and page numbers: small, at the edge of the page, and the same on most pages. */
export function isRunning(style: PdfStyle, line: PdfLine, index: number, count: number): boolean {
  if (count <= 3 || (index > 1 && index < count - 2) || line.size > style.bodySize * 1.05) return false;
  return style.running.has(placeKey(line));
}

export function isPageNumber(line: PdfLine): boolean {
  return PAGE_NUMBER.test(line.text);
}

export function fold(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}

function runningLines(pages: PdfPage[]): Set<string> {
  const counts = new Map<string, number>();
  for (const { lines } of pages) {
    for (const key of new Set([...lines.slice(0, 2), ...lines.slice(-2)].map(placeKey))) {
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const needed = Math.max(MIN_PAGES_FOR_RUNNING, pages.length * RUNNING_SHARE);
  return new Set([...counts].filter(([, count]) => count >= needed).map(([key]) => key));
}

/** The same words at the same height. Digits count, for "Section 3" at the top is content; but a bare page number is any. */
function placeKey(line: PdfLine): string {
  return `${Math.round(line.y)}:${isPageNumber(line) ? '#' : fold(line.text)}`;
}

function round(size: number): number {
  return Math.round(size * 2) / 2;
}
