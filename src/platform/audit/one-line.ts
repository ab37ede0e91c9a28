/** Line ends, other control characters, and the marks that turn the direction of what follows. */
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/**
 * `text` as it can stand in a log: nothing in it can begin a line, turn the text around or upset the database. What is
 * hidden is written out (`\u{a}`), the rest is kept, up to `most` UTF-16 units.
 */
export function oneLine(text: string, most: number): string {
  return text
    .slice(0, most)
    .replace(HIDDEN, (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`)
    .slice(0, most)
    .toWellFormed();
}
