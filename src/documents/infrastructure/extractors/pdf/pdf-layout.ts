import type { Block, ParagraphBlock } from '../../../domain/extraction/block.js';
import type { PdfLine, PdfPage } from './pdf-line.js';
import type { PdfStyle } from './pdf-style.js';
import { headingLevel, isPageNumber, isRunning } from './pdf-style.js';

const BULLET = /^(?:[•‣▪●◦○■–—*·-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S/;
const SENTENCE_END = /[.!?:;…。！？：；]["'”’»)\]]*$/;
const CJK = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;
/** A gap larger than this many usual line distances starts a paragraph. */
const PARAGRAPH_GAP = 1.35;

/**
 * Turns the lines of one page after the other into headings, paragraphs and tables. Lines of a paragraph are joined,
 * words hyphenated at a line's end made whole, and a paragraph that runs on over a page border stays one, knowing
 * where the next page starts in it.
 */
export class PdfLayout {
  private open: ParagraphBlock | null = null;
  private pendingHeading: { level: number; text: string; page: number } | null = null;
  private last: PdfLine | null = null;
  private rows: PdfLine[] = [];
  private tables = 0;
  private shown = new Set<string>();

  constructor(private readonly style: PdfStyle) {}

  *page(page: PdfPage): Generator<Block> {
    const lines = page.lines.filter((line, index) => this.keeps(line, index, page.lines.length));
    const leading = usualLeading(lines);
    const rightEdge = lines.reduce((edge, line) => Math.max(edge, line.right), 0);
    for (const [index, line] of lines.entries()) {
      const level = headingLevel(this.style, line);
      if (level > 0) {
        yield* this.heading(line, level, page.number, lines[index - 1]);
      } else if (this.isTableRow(lines, index)) {
        yield* this.endParagraph();
        this.rows.push(line);
      } else {
        yield* this.endTable(page.number);
        yield* this.text(line, page.number, index === 0, leading, rightEdge);
      }
      this.last = line;
    }
    yield* this.endTable(page.number);
  }

  *finish(): Generator<Block> {
    yield* this.endParagraph();
  }

  /** Running heads are kept where they appear first, page numbers never. */
  private keeps(line: PdfLine, index: number, count: number): boolean {
    if (!isRunning(this.style, line, index, count)) return true;
    if (isPageNumber(line) || this.shown.has(line.text)) return false;
    this.shown.add(line.text);
    return true;
  }

  private *heading(
    line: PdfLine,
    level: number,
    page: number,
    before: PdfLine | undefined,
  ): Generator<Block> {
    yield* this.endTable(page);
    const open = this.pendingHeading;
    const wraps =
      open &&
      before &&
      open.level === level &&
      before.y - line.y > 0 &&
      before.y - line.y < line.size * 1.6 &&
      open.page === page;
    if (wraps) {
      open.text = joinLines(open.text, line.text);
      return;
    }
    yield* this.endParagraph();
    this.pendingHeading = { level, text: line.text, page };
  }

  private *text(
    line: PdfLine,
    page: number,
    firstOfPage: boolean,
    leading: number,
    edge: number,
  ): Generator<Block> {
    const open = this.pendingHeading ? null : this.open;
    if (open && this.continues(open, line, firstOfPage, leading, edge)) {
      const before = open.text.length;
      open.text = joinLines(open.text, line.text);
      if (firstOfPage)
        (open.pageStarts ??= []).push({ at: Math.min(open.text.length - 1, before + 1), page });
      return;
    }
    yield* this.endParagraph();
    this.open = {
      type: 'paragraph',
      text: line.text,
      page,
      ...(BULLET.test(line.text) ? { tight: true } : {}),
    };
  }

  private continues(
    open: ParagraphBlock,
    line: PdfLine,
    firstOfPage: boolean,
    leading: number,
    edge: number,
  ): boolean {
    const last = this.last;
    if (!last || BULLET.test(line.text) || Math.abs(last.size - line.size) > line.size * 0.12) return false;
    const gap = last.y - line.y;
    if (firstOfPage || gap < 0) {
      // A new page or column: the same paragraph only if a sentence is visibly under way.
      return /[\p{L}\p{N},\-‐]$/u.test(open.text) && /^[\p{Ll}\d(]|^\p{Lo}/u.test(line.text);
    }
    if (gap > leading * PARAGRAPH_GAP) return false;
    const ended = SENTENCE_END.test(last.text);
    if (ended && line.x - last.x > line.size * 0.8) return false;
    return !(ended && last.right < edge - (edge - last.x) * 0.3);
  }

  /** A row stands among rows: the line before or after has as many cells. */
  private isTableRow(lines: PdfLine[], index: number): boolean {
    const { cells } = lines[index];
    if (cells.length < 2) return false;
    return lines[index - 1]?.cells.length === cells.length || lines[index + 1]?.cells.length === cells.length;
  }

  private *endTable(page: number): Generator<Block> {
    if (this.rows.length === 0) return;
    const table = this.tables++;
    const [first, second] = this.rows;
    const header = second !== undefined && !/\d/.test(first.text);
    for (const [index, row] of this.rows.entries()) {
      yield {
        type: 'row',
        table,
        text: row.cells.join(' | '),
        page,
        ...(index === 0 && header ? { header: true } : {}),
      };
    }
    this.rows = [];
  }

  private *endParagraph(): Generator<Block> {
    const { open, pendingHeading } = this;
    this.open = this.pendingHeading = null;
    if (open) yield open;
    if (pendingHeading) yield { type: 'heading', ...pendingHeading };
  }
}

/** The distance of most consecutive lines. */
function usualLeading(lines: PdfLine[]): number {
  const counts = new Map<number, number>();
  let best = 0;
  for (let i = 1; i < lines.length; i++) {
    const gap = Math.round((lines[i - 1].y - lines[i].y) * 2) / 2;
    if (gap < lines[i].size * 0.8 || gap > lines[i].size * 2.5) continue;
    const count = (counts.get(gap) ?? 0) + 1;
    counts.set(gap, count);
    if (count > (counts.get(best) ?? 0)) best = gap;
  }
  return best || (lines[0]?.size ?? 10) * 1.3;
}

function joinLines(before: string, next: string): string {
  if (/\p{Ll}{2}[-‐]$/u.test(before) && /^\p{Ll}{2}/u.test(next)) return before.slice(0, -1) + next;
  if (/[-‐]$/.test(before) && /^[\p{L}\p{N}]/u.test(next) && /[\p{L}\p{N}][-‐]$/u.test(before))
    return before + next;
  const together = CJK.test(before.at(-1) ?? '') && CJK.test(next[0] ?? '');
  return together ? before + next : `${before} ${next}`;
}
