/** CSI and OSC sequences and the two-character escapes: what a terminal log holds besides its text. */
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]{0,1000}(?:\u0007|\u001b\\)|[@-Z\\^_])/g;
const UNWANTED = /[\u0000-\u0008\u000b-\u001f\u007f\u0080-\u009f\u00ad\u200b\u2060\ufeff\ufffe\uffff]/g;
const SUSPECT =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b\u2028\u2029\u2060\ud800-\udfff\ufeff\ufffe\uffff]/;

/**
 * Text that PostgreSQL, JSON and a reader can take: newlines are `\n`, no U+0000 or other control character, no
 * terminal escapes, no invisible marks that would split words, lone surrogates replaced by U+FFFD. Linear time.
 */
export function cleanText(text: string): string {
  if (!SUSPECT.test(text)) return text;
  const cleaned = text
    .replace(/\r\n?|[\u2028\u2029\u000b\u000c\u0085]/g, '\n')
    .replace(ANSI, '')
    .replace(UNWANTED, '');
  return (cleaned as string & { toWellFormed(): string }).toWellFormed(); // ES2024, in Node since 20
}

/** One line without double blanks: for cells, headings, titles. */
export function oneLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}
