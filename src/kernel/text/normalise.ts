const LETTER = /[\p{L}\p{N}\p{M}]/u;
const SCRIPT_WITHOUT_SPACES =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;

/** What a character is to a word: nothing, part of one, or part of a script written without spaces. */
const NOTHING = 0;
const LETTER_OR_DIGIT = 1;
const SPACELESS = 2;
const UNKNOWN = 255;
/** By UTF-16 code unit, filled in as characters are met. */
const kinds = new Uint8Array(0x10000).fill(UNKNOWN);

/**
 * The string that goes into `to_tsvector`, the same for chunks and questions: NFKC, lower case, runs of letters,
 * digits and marks joined by blanks. Raw text must never go there: PostgreSQL makes one word of a Chinese or Thai
 * sentence, and its parser takes apart URLs, paths and numbers in ways a question cannot repeat.
 */
export function normaliseText(text: string): string {
  return words(text).join(' ');
}

/**
 * The words of a text in order, lower-cased and NFKC-normalised. Scripts written without spaces between words (Han,
 * Kana, Thai, Lao, Khmer, Myanmar) give overlapping pieces of two characters. Linear in the length of the text.
 */
export function words(text: string): string[] {
  const folded = text.normalize('NFKC').toLowerCase();
  const result: string[] = [];
  let start = 0;
  let kind = NOTHING;
  for (let i = 0; i < folded.length;) {
    const code = folded.charCodeAt(i);
    const pair = isSurrogate(code) && folded.codePointAt(i)! > 0xffff;
    const next = pair ? kindOf(String.fromCodePoint(folded.codePointAt(i)!)) : kindOfUnit(code);
    if (next !== kind) {
      push(folded.slice(start, i), kind, result);
      start = i;
      kind = next;
    }
    i += pair ? 2 : 1;
  }
  push(folded.slice(start), kind, result);
  return result;
}

function isSurrogate(code: number): boolean {
  return (code & 0xf800) === 0xd800;
}

function kindOfUnit(code: number): number {
  const known = kinds[code];
  return known === UNKNOWN ? (kinds[code] = kindOf(String.fromCharCode(code))) : known;
}

function kindOf(character: string): number {
  if (!LETTER.test(character)) return NOTHING;
  return SCRIPT_WITHOUT_SPACES.test(character) ? SPACELESS : LETTER_OR_DIGIT;
}

function push(run: string, kind: number, into: string[]): void {
  if (kind === LETTER_OR_DIGIT) into.push(run);
  if (kind !== SPACELESS) return;
  const characters = Array.from(run);
  if (characters.length === 1) into.push(run);
  for (let i = 1; i < characters.length; i++) into.push(characters[i - 1] + characters[i]);
}
