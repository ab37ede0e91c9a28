import { type GuardedRun, plainWord, wordsOf } from './guarded-text.js';

/** Stands for what was taken out. */
export const REDACTED = '[…]';
/** After a first echo a few words in a row are enough: what goes on is the same thing. */
const STRICT_RUN = 4;

/** Words, and citation markers, which belong to what is between words. */
const PIECES =
  /\[\d{1,2}(?:, \d{1,2})*\]|([\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]|[\p{L}\p{N}\p{M}\u00AD\u200B-\u200D\u2060\uFEFF]+)/gu;

/** The same for most pieces of most answers, several times as fast. */
const PLAIN_PIECES = /\[\d{1,2}(?:, \d{1,2})*\]|([a-zA-Z0-9]+)/g;
const PLAIN = /^[\n -~]*$/;

/** A place in a guarded run up to which the answer follows it. */
interface Trail {
  run: GuardedRun;
  /** Of the next word. */
  next: number;
  length: number;
}

/** A word with what stands in front of it. */
interface Held {
  gap: string;
  word: string;
}

/**
 * Takes out of an answer, while it is written, what repeats the system prompt. A word is kept back only while it and the
 * words before it are just what a guarded run says, beyond the first few; other text passes at once. What the passages or
 * the question say themselves may be said.
 */
export class EchoFilter {
  /** Something was taken out. */
  echoed = false;
  /** The prompt is being recited, and nothing good will follow. */
  over = false;
  private readonly starts = new Map<string, { run: GuardedRun; at: number }[]>();
  /** Words that must not come out before it is known what follows them. */
  private readonly eager: string[] = [];
  private trails: Trail[] = [];
  private held: Held[] = [];
  private gap = '';
  /** The word that may go on with the next piece, and how much of it is out. */
  private word = '';
  private wordOut = 0;
  private dropping = false;
  private allowedWords?: string;

  /** `allowed` is asked once, when something looks like an echo. */
  constructor(
    runs: readonly GuardedRun[],
    private readonly allowed: () => string,
  ) {
    for (const run of runs) {
      if (run.lead === 0) this.eager.push(run.words[0]);
      run.words.forEach((word, at) => {
        // What is an echo as a whole only is of no interest from its middle on.
        if (at > 0 && run.threshold === run.words.length) return;
        const starts = this.starts.get(word);
        if (starts) starts.push({ run, at });
        else this.starts.set(word, [{ run, at }]);
      });
    }
  }

  /** Takes a piece of the answer and returns what is certain by now. */
  push(piece: string): string {
    let out = '';
    let end = 0;
    const text = this.word + piece;
    const known = this.word.length;
    this.word = '';
    for (const match of text.matchAll(PLAIN.test(text) ? PLAIN_PIECES : PIECES)) {
      if (match[1] === undefined) continue;
      out += this.between(text.slice(end, match.index));
      end = match.index + match[1].length;
      // It may go on with the next piece.
      if (end === text.length) return out + this.begin(match[1], match.index === 0 ? known : 0);
      out += this.take(match[1]);
    }
    return out + this.between(text.slice(end));
  }

  /** Returns the rest, when nothing follows. */
  end(): string {
    const last = this.word;
    this.word = '';
    const out = last === '' ? '' : this.take(last);
    const rest = this.held.map(({ gap, word }) => gap + word).join('') + this.gap;
    this.held = [];
    this.gap = '';
    return out + rest;
  }

  private between(text: string): string {
    if (this.held.length > 0 || this.dropping) {
      this.gap += text;
      return '';
    }
    return text;
  }

  /** Shows as much of an unfinished word as may be shown. */
  private begin(word: string, known: number): string {
    this.word = word;
    if (known === 0) this.wordOut = 0;
    if (this.held.length > 0 || this.dropping || this.mayBeHeld(plainWord(word))) return '';
    const out = word.slice(this.wordOut);
    this.wordOut = word.length;
    return out;
  }

  /** Whether the word, once it is whole, might have to be kept back. */
  private mayBeHeld(beginning: string): boolean {
    if (this.wordOut > 0) return false;
    const follows = ({ run, next, length }: Trail) =>
      length + 1 > this.leadOf(run) && run.words[next]?.startsWith(beginning);
    if (this.trails.some(follows)) return true;
    const eager = this.echoed ? [...this.starts.keys()] : this.eager;
    return eager.some((word) => word.startsWith(beginning));
  }

  /** A word that is whole; some of it may be out already. */
  private take(word: string): string {
    const gap = this.gap;
    const shown = this.wordOut;
    this.gap = '';
    this.wordOut = 0;
    const trails = this.follow(plainWord(word));
    if (this.dropping) {
      const on = trails.filter(({ length }) => length > 1);
      if (on.length > 0) {
        this.trails = on;
        return '';
      }
      this.dropping = false;
    }
    this.trails = trails;
    this.held.push({ gap, word: word.slice(shown) });
    const echo = trails.find(({ run, length }) => length >= this.thresholdOf(run) && length > 0);
    if (echo && !this.mayBeSaid(echo)) return this.redact(echo);
    return this.release(Math.max(0, ...this.trails.map(({ run, length }) => length - this.leadOf(run))));
  }

  private follow(word: string): Trail[] {
    const on = this.trails.flatMap((trail) =>
      trail.run.words[trail.next] === word
        ? [{ run: trail.run, next: trail.next + 1, length: trail.length + 1 }]
        : [],
    );
    const begun = (this.starts.get(word) ?? []).map(({ run, at }) => ({ run, next: at + 1, length: 1 }));
    return [...on, ...begun];
  }

  private mayBeSaid({ run, next, length }: Trail): boolean {
    this.allowedWords ??= ` ${wordsOf(this.allowed()).join(' ')} `;
    const said = run.words.slice(next - length, next).join(' ');
    if (!this.allowedWords.includes(` ${said} `)) return false;
    // It is begun anew from here, so that a longer echo that only begins like this is still found.
    this.trails = this.trails.map((trail) => ({
      ...trail,
      length: Math.min(trail.length, this.leadOf(trail.run)),
    }));
    return true;
  }

  private redact({ run, length }: Trail): string {
    const before = this.release(Math.max(0, length - this.leadOf(run)));
    const gap = this.held[0]?.gap ?? '';
    this.held = [];
    this.dropping = true;
    this.echoed = true;
    this.over ||= run.ends === true;
    return `${before}${gap}${REDACTED}`;
  }

  /** Lets out all but the last `kept` words. */
  private release(kept: number): string {
    let out = '';
    while (this.held.length > kept) {
      const { gap, word } = this.held.shift()!;
      out += gap + word;
    }
    return out;
  }

  private leadOf({ lead }: GuardedRun): number {
    return this.echoed ? 0 : lead;
  }

  private thresholdOf({ threshold }: GuardedRun): number {
    return this.echoed ? Math.min(STRICT_RUN, threshold) : threshold;
  }
}
