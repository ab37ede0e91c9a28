import type { Block } from '../../domain/extraction/block.js';
import { cleanText } from './clean-text.js';
import type { Extractor } from './extractor.js';
import { decodeFile } from './text-decoding.js';

/** A paragraph longer than this is handed on in pieces, so that a file without a single newline needs no memory. */
const MAX_PARAGRAPH = 32 * 1024;

/** Paragraphs are what blank lines separate; lines within them are kept as written. */
export const extractPlainText: Extractor = async function* ({ path }) {
  let rest = '';
  for await (const { text, bytes, total } of decodeFile(path)) {
    // A newline or escape sequence cut by the piece's end must be cleaned together with its other half.
    const ready = rest + text;
    const cut = lastBorder(ready);
    rest = ready.slice(cut);
    yield* paragraphs(ready.slice(0, cut));
    yield { type: 'progress', done: bytes, total };
  }
  yield* paragraphs(rest);
};

function lastBorder(text: string): number {
  const blankLine = text.lastIndexOf('\n\n');
  if (blankLine > 0) return blankLine + 2;
  const crlf = text.lastIndexOf('\r\n\r\n');
  if (crlf > 0) return crlf + 4;
  if (text.length < MAX_PARAGRAPH) return 0;
  const line = text.lastIndexOf('\n');
  if (line > 0) return line + 1;
  const blank = text.lastIndexOf(' ');
  if (blank > 0) return blank + 1;
  const end = text.length - 64;
  return /[\udc00-\udfff]/.test(text[end]) ? end - 1 : end;
}

function* paragraphs(text: string): Generator<Block> {
  for (const part of cleanText(text).split(/\n[^\S\n]*(?:\n[^\S\n]*)+/)) {
    const paragraph = part.trim();
    if (paragraph) yield { type: 'paragraph', text: paragraph };
  }
}
