const RUN = /[\p{L}\p{N}\p{M}]+/gu;
const SCRIPT_WITHOUT_SPACES =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;
const SPLIT_BY_SPACING =
  /([\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]+)/u;
/** The first code point of those scripts (Thai); anything below it needs no second look. */
const FIRST_SPACELESS = 0x0e00;

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
  const runs = text.normalize('NFKC').toLowerCase().match(RUN);
  if (!runs) return [];
  let result: string[] | undefined;
  for (let i = 0; i < runs.length; i++) {
    const run = runs[i];
    if (holdsSpacelessScript(run)) {
      result ??= runs.slice(0, i);
      pushPieces(run, result);
    } else {
      result?.push(run);
    }
  }
  return result ?? runs;
}

function holdsSpacelessScript(run: string): boolean {
  for (let i = 0; i < run.length; i++) {
    if (run.charCodeAt(i) >= FIRST_SPACELESS) return SCRIPT_WITHOUT_SPACES.test(run);
  }
  return false;
}

function pushPieces(run: string, into: string[]): void {
  for (const part of run.split(SPLIT_BY_SPACING)) {
    if (part === '') continue;
    if (!SCRIPT_WITHOUT_SPACES.test(part)) {
      into.push(part);
      continue;
    }
    const characters = Array.from(part);
    if (characters.length === 1) into.push(part);
    for (let i = 1; i < characters.length; i++) into.push(characters[i - 1] + characters[i]);
  }
}
