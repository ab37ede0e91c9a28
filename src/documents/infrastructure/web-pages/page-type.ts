import { extractionErrors } from '../../domain/extraction/extraction-errors.js';
import { MIME, type DocumentMime } from '../content-type/mime-types.js';
import { looksLikeHtml, looksLikeMarkup, otherTextFormat, sniffText } from '../content-type/text-sniffer.js';

/** What a page is: by its first bytes, refined by the declared type. Throws `document.type_unsupported`. */
export function pageType(declared: string, head: Buffer, url: string): DocumentMime {
  const type = declared.split(';')[0].trim().toLowerCase();
  if (head.subarray(0, 1024).includes('%PDF-')) return MIME.pdf;
  const text = sniffText(head);
  if (text === null || otherTextFormat(text))
    throw extractionErrors.typeUnsupported(type || 'application/octet-stream');
  if (type === 'text/html' || type === 'application/xhtml+xml' || looksLikeHtml(text)) return MIME.html;
  if (type === 'text/markdown' || type === 'text/x-markdown') return MIME.markdown;
  if (type === '' || type === 'application/octet-stream')
    return looksLikeMarkup(text) ? MIME.html : MIME.text;
  if (type === 'text/plain')
    return /\.(md|markdown)$/i.test(new URL(url).pathname) ? MIME.markdown : MIME.text;
  throw extractionErrors.typeUnsupported(type);
}

/** The charset of a content type if it is one that can be decoded. */
export function charsetOf(declared: string): string | undefined {
  const label = /;\s*charset\s*=\s*"?([\w:.-]{2,40})/i.exec(declared)?.[1];
  try {
    return label ? new TextDecoder(label).encoding : undefined;
  } catch {
    return undefined;
  }
}
