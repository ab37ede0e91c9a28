import DOMPurify from 'dompurify';
import { Marked } from 'marked';

import { citationNumber, withCitationLinks } from '../../shared/citations.js';

const marked = new Marked({
  gfm: true,
  breaks: true,
  async: false,
  // Tags are shown as they were written: an answer may be about HTML, and an open tag must not swallow the rest.
  renderer: { html: ({ text }) => escaped(text) },
});

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** Nothing that loads by itself, looks like the page's own, or asks for input. */
const RULES = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'ul', 'ol', 'li', 'blockquote', 'hr', 'a'],
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['href', 'start', 'align'],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:|#citation-\d+$)/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};

const purifier = DOMPurify(window);
purifier.addHook('afterSanitizeAttributes', (element) => {
  if (element.nodeName !== 'A') return;
  const address = element.getAttribute('href') ?? '';
  const number = citationNumber(address);
  if (number !== undefined) {
    element.className = 'citation';
    element.setAttribute('role', 'button');
    element.setAttribute('data-citation', String(number));
    return;
  }
  element.setAttribute('target', '_blank');
  element.setAttribute('rel', 'noopener noreferrer nofollow');
  element.setAttribute('title', address);
});

/** An answer's Markdown as safe HTML; citations of `known` numbers are buttons, others stay text. */
export function answerHtml(markdown: string, known: ReadonlySet<number>): string {
  const linked = withCitationLinks(markdown).replace(/\[(\d+)\]\(#citation-\1\)/g, (link, number: string) =>
    known.has(Number(number)) ? link : `\\[${number}\\]`,
  );
  return purifier.sanitize(marked.parse(linked) as string, RULES);
}
