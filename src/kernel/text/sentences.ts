/** A stretch of a text, as character offsets; `end` is exclusive. */
export interface TextRange {
  start: number;
  end: number;
}

/** After these a full stop goes on. Compared in lower case, without the last stop. */
const ABBREVIATIONS = new Set(
  (
    'mr mrs ms dr prof st jr vs ed eds approx inc ltd corp dept gov sgt gen lt capt rev hon e.g i.e cf viz resp ' +
    'bzw ca hr fr frl tel vgl ggf evtl inkl zzgl z.b d.h u.a o.ä s.o s.u i.d.r bspw sog ' +
    'mme mlle p.ex sra srta ud uds p.ej dott sig sigg ing avv n.b np tzv např т.е т.д т.п г ул им'
  ).split(' '),
);
/** After these it goes on when a number follows. */
const BEFORE_NUMBERS = new Set(
  'no nos nr fig figs abb eq sec ch chap pp p vol art abs ziff kap núm pág págs cap str bd стр рис см max min ca est'.split(
    ' ',
  ),
);
const LONGEST_ABBREVIATION = 8;
/** "approx. five": before a small letter, a stop after so short a word is taken for an abbreviation's. */
const SHORT_WORD = 4;
/** A line this short without a full stop, before one that begins with a capital, is a title or a table cell. */
const SHORT_LINE = 50;

const SPACE = /\s/u;
const LOWER = /\p{Ll}/u;
const STARTS_NEW = /[\p{Lu}\p{Lt}\p{Lo}\p{N}]/u;
const LETTER_OR_DIGIT = /[\p{L}\p{N}\p{M}]/u;
const CLOSERS = new Set(`"'”’»›)]}」』）】》〉`);
/** End a sentence wherever they stand. */
const FULL_STOPS = new Set('。！？｡।॥');
/** End a sentence when white space follows. */
const STOPS = new Set('.!?…؟۔።');
/** A line break and every mark of the two sets above. */
const MAY_END = /[\n。！？｡।॥.!?…؟۔]/gu;
/** A bullet, a numbered point, a Markdown heading, a quote or a table row. */
const OPENS_LINE = /^(?:[-*+•‣◦▪●–—]\s|\d{1,3}[.)]\s|[a-zA-Z][.)]\s|#{1,6}\s|>|\|)/u;

/**
 * Cuts a text into sentences and returns their places, in order, trimmed of white space and not empty. Knows
 * abbreviations, initials, decimals, ellipses, closing quotes, the full stops of Chinese, Japanese, Hindi, Arabic and
 * others; paragraphs, bullets, headings and table rows end a sentence, a line break within a paragraph does not.
 * Linear in the length of the text.
 */
export function splitSentences(text: string): TextRange[] {
  const result: TextRange[] = [];
  let start = 0;
  let lineStart = 0;
  const cut = (end: number): void => {
    pushTrimmed(text, start, end, result);
    start = end;
  };
  // Only the characters that may end a sentence are looked at: few of a text's are.
  MAY_END.lastIndex = 0;
  for (let match = MAY_END.exec(text); match; match = MAY_END.exec(text)) {
    const i = match.index;
    if (match[0] === '\n') {
      if (endsAtLineBreak(text, lineStart, i)) cut(i);
      lineStart = i + 1;
      continue;
    }
    const end = skipClosers(text, i + 1);
    if (FULL_STOPS.has(match[0]) || endsAtStop(text, i, end, lineStart)) cut(end);
    MAY_END.lastIndex = end;
  }
  cut(text.length);
  return result;
}

/** Behind repeated stops, closing quotes and brackets, and a reference such as `[12]`. */
function skipClosers(text: string, from: number): number {
  let i = from;
  while (i < text.length && (CLOSERS.has(text[i]) || STOPS.has(text[i]) || FULL_STOPS.has(text[i]))) i++;
  const reference = text[i] === '[' ? /^\[\d{1,4}\]/.exec(text.slice(i, i + 6)) : null;
  return reference ? i + reference[0].length : i;
}

function endsAtStop(text: string, stop: number, end: number, lineStart: number): boolean {
  if (end < text.length && !SPACE.test(text[end])) return false;
  const next = nextVisible(text, end);
  const mark = text[stop];
  if (mark === '…' || (mark === '.' && text[stop + 1] === '.')) return !LOWER.test(next);
  // '"Really?" she asked.' goes on; 'really? i did' does not.
  if (mark !== '.') return end === stop + 1 || !LOWER.test(next);
  return !goesOnAfterStop(text, stop, lineStart, next);
}

function goesOnAfterStop(text: string, stop: number, lineStart: number, next: string): boolean {
  let from = stop;
  while (from > lineStart && stop - from <= LONGEST_ABBREVIATION && isTokenCharacter(text[from - 1])) from--;
  const token = text.slice(from, stop);
  if (token.length > LONGEST_ABBREVIATION) return false;
  if (LOWER.test(next) && token.length <= SHORT_WORD) return true;
  // "1." or "a." that opens a line numbers a point.
  if (from - lineStart <= LOOK_AHEAD && /^(?:\d{1,3}|\p{L})$/u.test(token)) {
    if (text.slice(lineStart, from).trim() === '') return true;
  }
  // An initial: "J. Smith", "U.S. market".
  if (/^\p{Lu}(?:\.\p{Lu})*$/u.test(token)) return true;
  const word = token.toLowerCase();
  return ABBREVIATIONS.has(word) || (BEFORE_NUMBERS.has(word) && /\p{N}/u.test(next));
}

function isTokenCharacter(character: string): boolean {
  return character === '.' || LETTER_OR_DIGIT.test(character);
}

const LOOK_AHEAD = 16;

/** The next character that is neither white space nor an opening mark; a blank when it is not near. */
function nextVisible(text: string, from: number): string {
  const to = Math.min(text.length, from + LOOK_AHEAD);
  for (let i = from; i < to; i++) if (LETTER_OR_DIGIT.test(text[i])) return text[i];
  return ' ';
}

function endsAtLineBreak(text: string, lineStart: number, lineEnd: number): boolean {
  const next = text.slice(lineEnd + 1, lineEnd + 1 + LOOK_AHEAD).trimStart();
  const rest = text.slice(lineEnd + 1, lineEnd + 1 + LOOK_AHEAD);
  if (/^[^\S\n]*\n/u.test(rest)) return true;
  if (OPENS_LINE.test(next)) return true;
  const line = text.slice(lineStart, Math.min(lineEnd, lineStart + SHORT_LINE + 1)).trim();
  if (/^(?:#{1,6}\s|\|)/u.test(line)) return true;
  if (lineEnd - lineStart > SHORT_LINE || line === '') return false;
  return !/[,;\-–—]$/u.test(line) && STARTS_NEW.test(next.charAt(0));
}

function pushTrimmed(text: string, start: number, end: number, into: TextRange[]): void {
  while (start < end && SPACE.test(text[start])) start++;
  while (end > start && SPACE.test(text[end - 1])) end--;
  if (end > start) into.push({ start, end });
}
