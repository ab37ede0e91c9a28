import type { Block } from '../extraction/block.js';
import type { Atom } from './atom.js';
import { Atomiser } from './atomiser.js';
import type { ChunkingOptions } from './chunking-options.js';

/** A chunk before its language is known. */
export interface Passage {
  content: string;
  page?: number;
  heading: string[];
  charStart: number;
  charEnd: number;
}

/** A chunk that is at least this full ends before a paragraph that would not fit, instead of inside it. */
const FULL_ENOUGH = 0.6;

/**
 * Cuts a stream of blocks into passages of at most `maxChars`. Borders, strongest first: a heading, a page, a table
 * row or paragraph, a line of code or sentence, a blank, a character. Because a passage never runs over a heading and
 * every sentence in it starts on the same page, its heading and page are right for all of it; the end of a passage is
 * repeated at the start of the next one only within a section and a page. Linear time, constant memory.
 */
export class Chunker {
  private readonly atomiser: Atomiser;
  private atoms: Atom[] = [];
  /** How many of `atoms`, counted from the front, repeat the passage before. */
  private repeated = 0;
  private size = 0;

  constructor(private readonly options: ChunkingOptions) {
    this.atomiser = new Atomiser(options.maxChars);
  }

  /** Length of the extracted text so far, in UTF-16 code units. */
  get charCount(): number {
    return this.atomiser.length;
  }

  push(block: Block): Passage[] {
    return this.take(this.atomiser.push(block));
  }

  finish(): Passage[] {
    const passages = this.take(this.atomiser.flush());
    if (this.atoms.length > this.repeated) passages.push(toPassage(this.atoms));
    this.atoms = [];
    return passages;
  }

  private take(atoms: Atom[]): Passage[] {
    const passages: Passage[] = [];
    for (const atom of atoms) {
      if (this.atoms.length > 0 && this.mustClose(atom)) passages.push(this.close(atom));
      this.append(atom);
    }
    return passages;
  }

  private append(atom: Atom): void {
    if (this.atoms.length === 0) {
      this.size = atom.text.length + (atom.header === undefined ? 0 : atom.header.length + 1);
    } else {
      this.size += atom.gap.length + atom.text.length;
    }
    this.atoms.push(atom);
  }

  private mustClose(next: Atom): boolean {
    const { maxChars } = this.options;
    if (next.page !== this.atoms[0].page) return true;
    if (this.size + next.gap.length + next.text.length > maxChars) return true;
    if (next.kind === 'heading') return !this.holdsOnlyHeadings();
    const full = this.size >= maxChars * FULL_ENOUGH && !this.holdsOnlyHeadings();
    return full && this.size + next.gap.length + next.blockLength > maxChars;
  }

  private holdsOnlyHeadings(): boolean {
    return this.atoms[this.atoms.length - 1].kind === 'heading';
  }

  private close(next: Atom): Passage {
    const passage = toPassage(this.atoms);
    const overlap = this.overlapFor(next);
    this.atoms = [];
    this.repeated = overlap.length;
    for (const atom of overlap) this.append(atom);
    return passage;
  }

  /** The last sentences, as many as fit the overlap and leave room for `next`. */
  private overlapFor(next: Atom): Atom[] {
    const room = Math.min(
      this.options.overlapChars,
      this.options.maxChars - next.gap.length - next.text.length,
    );
    let from = this.atoms.length;
    let size = 0;
    while (from > 1) {
      const atom = this.atoms[from - 1];
      size += atom.text.length + (from === this.atoms.length ? 0 : this.atoms[from].gap.length);
      if (atom.kind !== 'text' || next.kind !== 'text' || size > room) break;
      if (atom.path !== next.path || atom.page !== next.page) break;
      from--;
    }
    return this.atoms.slice(Math.max(from, this.repeated + 1));
  }
}

function toPassage(atoms: Atom[]): Passage {
  const first = atoms[0];
  const text = atoms.map((atom, index) => (index === 0 ? atom.text : atom.gap + atom.text)).join('');
  const body = atoms.find((atom) => atom.kind !== 'heading') ?? atoms[atoms.length - 1];
  return {
    content: first.header === undefined ? text : `${first.header}\n${text}`,
    page: first.page,
    heading: [...body.path],
    charStart: first.start,
    charEnd: atoms[atoms.length - 1].end,
  };
}
