import { cleanText } from '../clean-text.js';
import type { PdfLine } from './pdf-line.js';

/** What pdf.js gives per run of text. */
export interface TextItem {
  str: string;
  transform: number[];
  width: number;
  height: number;
  hasEOL: boolean;
}

/** A gap wider than this many font sizes separates cells. */
const CELL_GAP = 1.6;

/** Joins the runs of a page into lines, in the order in which the page draws them (which follows columns). */
export function linesOf(items: readonly TextItem[]): PdfLine[] {
  const lines: PdfLine[] = [];
  let line: LineBuilder | null = null;
  for (const item of items) {
    if (item.str !== '') {
      if (line && line.isLeftBy(item)) line = finish(line, lines);
      line ??= new LineBuilder(item);
      line.add(item);
    }
    if (item.hasEOL && line) line = finish(line, lines);
  }
  if (line) finish(line, lines);
  return lines;
}

function finish(line: LineBuilder, lines: PdfLine[]): null {
  const built = line.build();
  if (built) lines.push(built);
  return null;
}

class LineBuilder {
  private readonly cells: string[] = [];
  private text = '';
  private right: number;
  private readonly x: number;
  private readonly y: number;
  private size = 0;
  private longest = 0;
  private pendingCell = false;

  constructor(first: TextItem) {
    this.x = this.right = first.transform[4];
    this.y = first.transform[5];
  }

  isLeftBy(item: TextItem): boolean {
    return Math.abs(item.transform[5] - this.y) > Math.max(this.size, sizeOf(item)) * 0.6;
  }

  add(item: TextItem): void {
    const size = sizeOf(item);
    const blank = item.str.trim() === '';
    if (!blank && item.str.length > this.longest) {
      this.longest = item.str.length;
      this.size = size;
    }
    const gap = item.transform[4] - this.right;
    const wide = (this.size || size) * CELL_GAP;
    if (gap > wide || (blank && item.width > wide)) this.pendingCell = true;
    if (blank) {
      if (!this.text.endsWith(' ')) this.text += ' ';
    } else {
      if (this.pendingCell && this.text.trim()) {
        this.cells.push(this.text);
        this.text = '';
      } else if (gap > size * 0.2 && this.text && !this.text.endsWith(' ')) {
        this.text += ' ';
      }
      this.pendingCell = false;
      this.text += item.str;
    }
    this.right = Math.max(this.right, item.transform[4] + item.width);
  }

  build(): PdfLine | null {
    const cells = [...this.cells, this.text]
      .map((cell) => cleanText(cell).replace(/\s+/g, ' ').trim())
      .filter(Boolean);
    if (cells.length === 0) return null;
    return { text: cells.join(' '), x: this.x, y: this.y, right: this.right, size: this.size, cells };
  }
}

function sizeOf(item: TextItem): number {
  return item.height || Math.hypot(item.transform[2], item.transform[3]) || 1;
}
