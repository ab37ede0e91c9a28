import { splitSentences } from '../../../kernel/text/sentences.js';
import type { Block, CodeBlock, HeadingBlock, ParagraphBlock, RowBlock } from '../extraction/block.js';
import type { Atom } from './atom.js';
import { splitLong } from './split-long.js';

const MAX_HEADING_CHARS = 200;

type Cut = { start: number; end: number };

/**
 * Lays blocks out as one text (blank lines between blocks, single newlines between rows and tight items) and cuts it
 * into atoms. Holds the heading path and the open table, nothing else: memory does not grow with the document.
 */
export class Atomiser {
  private offset = 0;
  private lastBlock: Block['type'] | null = null;
  private headings: { level: number; text: string }[] = [];
  private path: readonly string[] = [];
  private table = -1;
  private header: RowBlock | null = null;
  private headerText: string | undefined;

  constructor(private readonly maxChars: number) {}

  /** Length of the extracted text so far. */
  get length(): number {
    return this.offset;
  }

  push(block: Block): Atom[] {
    switch (block.type) {
      case 'heading':
        return [...this.flush(), ...this.heading(block)];
      case 'paragraph':
        return [...this.flush(), ...this.paragraph(block)];
      case 'code':
        return [...this.flush(), ...this.code(block)];
      case 'row':
        return this.row(block);
      case 'progress':
        return [];
    }
  }

  /** A header row waits for its first row; this lets it go. */
  flush(): Atom[] {
    const header = this.header;
    if (!header) return [];
    this.header = null;
    return this.place('row', header.text, cutLong(header.text, this.maxChars), '\n\n', header.page);
  }

  private heading(block: HeadingBlock): Atom[] {
    const text = block.text.replace(/\s+/g, ' ').slice(0, MAX_HEADING_CHARS).trim();
    while (this.headings.length > 0 && this.headings[this.headings.length - 1].level >= block.level) {
      this.headings.pop();
    }
    this.headings.push({ level: block.level, text });
    this.path = this.headings.map((heading) => heading.text);
    return this.place('heading', block.text, cutLong(block.text, this.maxChars), '\n\n', block.page);
  }

  private paragraph(block: ParagraphBlock): Atom[] {
    const separator = block.tight && this.lastBlock === 'paragraph' ? '\n' : '\n\n';
    const atoms = this.place(
      'text',
      block.text,
      cutSentences(block.text, this.maxChars, block.pageStarts !== undefined),
      separator,
      block.page,
    );
    for (const { at, page } of block.pageStarts ?? []) {
      const from = this.offset - block.text.length + at;
      for (const atom of atoms) if (atom.start >= from) atom.page = page;
    }
    return atoms;
  }

  private code(block: CodeBlock): Atom[] {
    return this.place('code', block.text, cutLines(block.text, this.maxChars), '\n\n', block.page);
  }

  private row(block: RowBlock): Atom[] {
    if (block.table !== this.table) {
      const pending = this.flush();
      this.table = block.table;
      this.headerText = undefined;
      if (block.header) {
        this.header = block;
        this.headerText = block.text.length <= this.maxChars / 2 ? block.text : undefined;
        return pending;
      }
      return [...pending, ...this.bodyRow(block, '\n\n')];
    }
    const header = this.header;
    if (header && header.text.length + 1 + block.text.length <= this.maxChars) {
      this.header = null;
      const text = `${header.text}\n${block.text}`;
      return this.place('row', text, [{ start: 0, end: text.length }], '\n\n', header.page);
    }
    return [...this.flush(), ...this.bodyRow(block, '\n')];
  }

  private bodyRow(block: RowBlock, separator: string): Atom[] {
    const limit = this.maxChars - (this.headerText === undefined ? 0 : this.headerText.length + 1);
    const atoms = this.place('row', block.text, cutLong(block.text, limit), separator, block.page);
    for (const atom of atoms) atom.header = this.headerText;
    return atoms;
  }

  private place(kind: Atom['kind'], text: string, cuts: Cut[], separator: string, page?: number): Atom[] {
    const base = this.offset + (this.lastBlock === null ? 0 : separator.length);
    let gap = this.lastBlock === null ? '' : separator;
    let before = 0;
    const atoms = cuts.map(({ start, end }, index): Atom => {
      const atomGap = index === 0 ? gap : text.slice(before, start);
      gap = '';
      before = end;
      return {
        kind,
        text: text.slice(start, end),
        start: base + start,
        end: base + end,
        gap: atomGap,
        page,
        path: this.path,
        blockLength: index === 0 ? text.length : 0,
      };
    });
    this.offset = base + text.length;
    this.lastBlock = kind === 'text' ? 'paragraph' : kind;
    return atoms;
  }
}

/** A short paragraph stays whole, unless its sentences stand on different pages. */
function cutSentences(text: string, limit: number, always: boolean): Cut[] {
  if (!always && text.length <= limit / 4) return [{ start: 0, end: text.length }];
  return cutAt(
    text,
    splitSentences(text).map((sentence) => sentence.start),
    limit,
  );
}

function cutLines(text: string, limit: number): Cut[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return cutAt(text, starts, limit, (line) => line.replace(/\s+$/, ''));
}

function cutLong(text: string, limit: number): Cut[] {
  return cutAt(text, [0], limit);
}

/** Every character that is not blank ends up in exactly one cut, whatever the starts are. */
function cutAt(text: string, starts: number[], limit: number, trim = (piece: string) => piece.trim()): Cut[] {
  const cuts: Cut[] = [];
  const borders = starts[0] === 0 ? starts : [0, ...starts];
  for (let i = 0; i < borders.length; i++) {
    const piece = text.slice(borders[i], borders[i + 1] ?? text.length);
    if (piece.trim() === '') continue;
    const inner = piece.length <= limit ? [0] : splitLong(piece, limit);
    for (let j = 0; j < inner.length; j++) {
      const part = piece.slice(inner[j], inner[j + 1] ?? piece.length);
      const kept = trim(part);
      if (kept.trim() === '') continue;
      const start = borders[i] + inner[j] + part.indexOf(kept);
      cuts.push({ start, end: start + kept.length });
    }
  }
  return cuts;
}
