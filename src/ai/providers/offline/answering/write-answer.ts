import type { Quote } from './select-quotes.js';

/** A reference mark of the document itself, which would pass for a citation of ours. */
const REFERENCE = /\s?\[\d{1,3}\]/gu;

/** The quotes as one text, each followed by its citation; passages are set apart by a blank line. */
export function writeAnswer(quotes: readonly Quote[]): string {
  return quotes.map((quote) => `${quoted(quote)} [${quote.source.passage.index}]`).join('\n\n');
}

function quoted({ source: { units }, positions }: Quote): string {
  let text = '';
  let last: number | undefined;
  for (const position of positions) {
    const { text: own, role } = units[position];
    const lines = role === 'item' || role === 'row';
    const gap = last === undefined ? '' : lines ? '\n' : last === position - 1 ? ' ' : ' … ';
    const words = own.replace(REFERENCE, '');
    text += gap + (role === 'item' ? `- ${words}` : words);
    last = position;
  }
  return text;
}
