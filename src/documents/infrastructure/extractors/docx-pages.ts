import type { Block } from '../../domain/extraction/block.js';

/** A private-use character that stands for "here a new page starts" while the document goes through mammoth. */
const MARK = '\ue000';
const MARK_RUN = `<w:r><w:t>${MARK}</w:t></w:r>`;
const RENDERED = /<w:lastRenderedPageBreak\s*\/>/g;
const EXPLICIT = /<w:br\b[^>]*w:type="page"[^>]*\/>/g;
const BREAK_BEFORE = /(<w:pageBreakBefore(?:\s+w:val="(?:1|true|on)")?\s*\/>(?:(?!<\/w:pPr>)[^])*<\/w:pPr>)/g;
/** What certainly fits on one page: only then do breaks set by hand tell the page number. */
const SURE_PAGE_CHARS = 3_600;

export interface MarkedDocument {
  xml: string;
  /** Undefined when nobody can say where the pages end. */
  count?: number;
}

/**
 * A DOCX has no pages of its own. Word notes where it last broke them; without such notes, breaks set by hand are
 * believed if what lies between any two of them fits on a page. Otherwise there are no page numbers, rather than wrong ones.
 */
export function markPages(source: string): MarkedDocument {
  const xml = source.replaceAll(MARK, '');
  const rendered = xml.match(RENDERED)?.length ?? 0;
  if (rendered > 0) return { xml: xml.replace(RENDERED, `<w:t>${MARK}</w:t>`), count: rendered + 1 };
  const marked = xml.replace(EXPLICIT, `<w:t>${MARK}</w:t>`).replace(BREAK_BEFORE, `$1${MARK_RUN}`);
  const pages = marked.split(MARK);
  if (pages.length === 1 || pages.some((page) => textLength(page) > SURE_PAGE_CHARS)) return { xml };
  return { xml: marked, count: pages.length };
}

function textLength(xml: string): number {
  let length = 0;
  for (const match of xml.matchAll(/<w:t(?:\s[^>]*)?>([^<]*)|<\/w:p>/g)) length += match[1]?.length ?? 20;
  return length;
}

/** Takes the marks out again and gives every block its page. */
export function* placePages(blocks: Iterable<Block>, count: number | undefined): Generator<Block> {
  let page = 1;
  for (const block of blocks) {
    if (count === undefined || block.type === 'progress') {
      yield block;
      continue;
    }
    const [head, ...tail] = block.text.split(MARK);
    let text = head;
    let start = page;
    const pageStarts: { at: number; page: number }[] = [];
    for (const part of tail) {
      page++;
      if (/[\p{L}\p{N}]/u.test(text)) pageStarts.push({ at: text.length, page });
      else start = page;
      text += part;
    }
    text = text.trimEnd();
    if (!/[^\s-]/.test(text)) continue;
    const lead = text.length - text.trimStart().length;
    const starts = pageStarts.map(({ at, page: next }) => ({ at: at - lead, page: next }));
    if (block.type === 'paragraph' && starts.length > 0) {
      yield { ...block, text: text.trim(), page: start, pageStarts: starts };
    } else {
      yield { ...block, text: text.trim(), page: start };
    }
  }
}
