/** What may turn out to be a marker, a code mark, a blank before one of them, or half a character: kept back. */
const UNDECIDED = /(?:`+| ?\[[\d,; ]{0,24}| |[\uD800-\uDBFF])$/;
const MARKS = /`+| ?\[(\d{1,2}(?:\s?[,;]\s?\d{1,2})*)\]/g;
const MAY_HOLD_MARKS = /[[`]/;

/**
 * Reads the citation markers out of an answer while it is written: `[2]` and `[1, 3]` with known numbers stay and
 * are remembered, unknown numbers are dropped, so that no reader ever sees a citation that leads nowhere. Code spans
 * are left alone. Pieces may be cut anywhere; what `push` returns is final.
 */
export class CitationFilter {
  /** Numbers cited so far. */
  readonly cited = new Set<number>();
  private held = '';
  /** Number of backticks that opened the code span we are in; 0 outside. */
  private fence = 0;

  /** Numbers from 1 to `known` exist. */
  constructor(private readonly known: number) {}

  /** Takes a piece of the answer and returns what is certain by now. */
  push(piece: string): string {
    const text = this.held + piece;
    const undecided = UNDECIDED.exec(text);
    this.held = undecided ? undecided[0] : '';
    return this.decide(undecided ? text.slice(0, undecided.index) : text);
  }

  /** Returns the rest, when nothing follows. */
  end(): string {
    const rest = this.held;
    this.held = '';
    return this.decide(rest).toWellFormed();
  }

  private decide(text: string): string {
    if (!MAY_HOLD_MARKS.test(text)) return text;
    return text.replace(MARKS, (mark: string, numbers: string | undefined) => {
      if (numbers === undefined) {
        if (this.fence === 0) this.fence = mark.length;
        else if (this.fence === mark.length) this.fence = 0;
        return mark;
      }
      return this.fence > 0 ? mark : this.keepKnown(mark, numbers);
    });
  }

  private keepKnown(mark: string, numbers: string): string {
    const all = numbers.split(/[,;]/).map(Number);
    const known = all.filter((number) => number >= 1 && number <= this.known);
    for (const number of known) this.cited.add(number);
    if (known.length === all.length) return mark;
    if (known.length === 0) return '';
    return `${mark.startsWith(' ') ? ' ' : ''}[${known.join(', ')}]`;
  }
}

/** An earlier answer for the prompt: its markers would be taken for passages of this turn. */
export function withoutCitations(answer: string): string {
  return answer.replace(/ ?\[\d{1,2}(?:\s?[,;]\s?\d{1,2})*\]/g, '');
}
