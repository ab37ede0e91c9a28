/** The two first lines a model is told to choose from; what it chose is read here and never shown. */
export const ANSWERED_LINE = 'ANSWERED: yes';
export const UNANSWERED_LINE = 'ANSWERED: no';

/** Models like to decorate: `**ANSWERED: yes**`. */
const LEADING = /^[\s*_`#>"'([]{0,24}/;
const WORD = 'answered';
const BEGUN = /^answered[*_`"']{0,4}[ \t]{0,4}(?:[:=][ \t*_`"']{0,8}(?:y|ye|yes|n|no)?)?$/;
const WHOLE = /^answered[*_`"']{0,4}[ \t]{0,4}[:=][ \t*_`"']{0,8}(yes|no)(?![\p{L}\p{N}])/u;
const CLOSING = /^[*_`"')\].]+/;

/**
 * Takes the signal off the beginning of an answer while it is written. Pieces may be cut anywhere; what `push`
 * returns is final. An answer without the signal passes through as it is: `answered` stays undefined then, which is no
 * guess either way.
 */
export class AnswerSignal {
  /** Whether the model says that the passages hold the answer; undefined when it has not said. */
  answered?: boolean;
  private state: 'reading' | 'closing' | 'spacing' | 'through' = 'reading';
  private held = '';

  push(piece: string): string {
    if (this.state === 'through') return piece;
    const text = this.held + piece;
    this.held = '';
    return this.state === 'reading' ? this.read(text, false) : this.trim(text);
  }

  /** Returns the rest, when nothing follows. */
  end(): string {
    const rest = this.held;
    this.held = '';
    return this.state === 'reading' ? this.read(rest, true) : '';
  }

  private read(text: string, last: boolean): string {
    const head = LEADING.exec(text)![0].length;
    const body = text.slice(head);
    // `-ed` may be all of it, and `no` the beginning of `nothing`: only what follows decides.
    if (!last && mayBecomeSignal(body)) {
      this.held = text;
      return '';
    }
    const signal = WHOLE.exec(body.toLowerCase());
    if (!signal) {
      this.state = 'through';
      return text;
    }
    this.answered = signal[1] === 'yes';
    this.state = 'closing';
    return this.trim(body.slice(signal[0].length));
  }

  /** Drops what closes the line, then blanks and line breaks. */
  private trim(text: string): string {
    let rest = text;
    if (this.state === 'closing') {
      rest = rest.replace(CLOSING, '');
      if (rest !== '') this.state = 'spacing';
    }
    if (this.state === 'spacing') {
      rest = rest.trimStart();
      if (rest !== '') this.state = 'through';
    }
    return rest;
  }
}

function mayBecomeSignal(body: string): boolean {
  const lower = body.toLowerCase();
  return lower.length <= WORD.length ? WORD.startsWith(lower) : BEGUN.test(lower);
}
