/** Parsers take quadratic time over these; no answer that is for reading has as many. */
const MOST_MARKS = 3_000;
const MARKS = /[*_~`[]/g;

/** Whether this is no Markdown to be shown, but a burden on the browser: then it is shown as it is. */
export function isBurden(markdown: string): boolean {
  return (markdown.match(MARKS)?.length ?? 0) > MOST_MARKS;
}
