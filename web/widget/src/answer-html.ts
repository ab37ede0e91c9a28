import DOMPurify, { type Config } from 'dompurify';
import { Marked } from 'marked';

import { isBurden } from '../../shared/burden.js';
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

type Policy = NonNullable<Config['TRUSTED_TYPES_POLICY']>;

/** Pages may demand that HTML comes from a policy whose name they know. `false`: they know none of ours. */
const policy = trustedPolicy();

function trustedPolicy(): Policy | undefined | false {
  const { trustedTypes } = window as { trustedTypes?: { createPolicy(name: string, rules: object): Policy } };
  const asItIs = (text: string) => text;
  try {
    return trustedTypes?.createPolicy('kyrochat', { createHTML: asItIs, createScriptURL: asItIs });
  } catch {
    return false;
  }
}

/** Nothing that loads by itself, looks like the page's own, or asks for input. */
const RULES: Config = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'ul', 'ol', 'li', 'blockquote', 'hr', 'a'],
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['href', 'start', 'align'],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:|#citation-\d+$)/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ...(policy && { TRUSTED_TYPES_POLICY: policy, RETURN_TRUSTED_TYPE: true }),
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
  const destination = destinationOf(address);
  if (destination && !names(element.textContent, destination)) {
    element.setAttribute('data-destination', destination);
  }
});

/** The host of a link, in the spelling that browsers go by, or whom a mail goes to. */
function destinationOf(address: string): string {
  if (!URL.canParse(address)) return '';
  const { host, protocol, pathname } = new URL(address);
  return protocol === 'mailto:' ? decodeURIComponent(pathname) : host;
}

/** Whether a text says the name, and not just a longer one that ends or begins alike. */
function names(text: string, name: string): boolean {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}.:@-]+|\/+/u);
  return words.some(
    (word) => word.replace(/^https?:/, '').replace(/^[.:]+|[.:]+$/g, '') === name.toLowerCase(),
  );
}

/**
 * An answer's Markdown as safe HTML, to be set as it is; citations of `known` numbers are buttons, others stay text.
 * Undefined for what is no Markdown to be shown, but a burden on the browser, and on pages that accept no HTML.
 */
export function answerHtml(markdown: string, known: ReadonlySet<number>): string | undefined {
  if (policy === false || isBurden(markdown)) return undefined;
  const linked = withCitationLinks(markdown).replace(/\[(\d+)\]\(#citation-\1\)/g, (link, number: string) =>
    known.has(Number(number)) ? link : `\\[${number}\\]`,
  );
  try {
    return purifier.sanitize(marked.parse(linked) as string, RULES);
  } catch {
    // Nested too deeply for the parser.
    return undefined;
  }
}

/** An answer as it is read out: without marks of any kind. */
export function answerText(markdown: string): string {
  const html = answerHtml(markdown, new Set());
  if (html === undefined) return markdown;
  const place = document.createElement('template');
  place.innerHTML = html;
  return place.content.textContent.replace(/\s?\[\d+\]/g, '').trim();
}
