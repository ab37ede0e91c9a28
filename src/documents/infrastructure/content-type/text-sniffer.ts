/** More control characters than this share are no text. */
const MAX_CONTROL_SHARE = 0.03;
const CONTROL = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f\ufffe\uffff]/g;
const LEADING_MARKUP = /^(?:\s+|<!--[^]{0,4000}?-->|<\?xml[^>]{0,500}\?>)*/;

/** The start of a file read as text by its byte order mark or zero bytes, or null when it is binary data. */
export function sniffText(head: Uint8Array): string | null {
  const text = decodeHead(head).replace(/^\ufeff/, '');
  const controls = text.match(CONTROL)?.length ?? 0;
  return controls > Math.max(1, text.length * MAX_CONTROL_SHARE) ? null : text;
}

export function hasByteOrderMark(head: Uint8Array): boolean {
  const [a, b, c, d] = head;
  return (
    (a === 0xff && b === 0xfe) ||
    (a === 0xfe && b === 0xff) ||
    (a === 0 && b === 0 && c === 0xfe && d === 0xff)
  );
}

export function looksLikeHtml(text: string): boolean {
  const start = text.replace(LEADING_MARKUP, '').slice(0, 200);
  return /^<(?:!doctype\s+html|html|head|body)[\s>]/i.test(start);
}

/** A fragment: good enough for a file without a telling name. */
export function looksLikeMarkup(text: string): boolean {
  return (
    /^\s*<(?:div|p|h[1-6]|table|ul|ol|section|article|main|span|a)[\s>]/i.test(text) && text.includes('</')
  );
}

/** Text formats that are no documents. */
export function otherTextFormat(text: string): string | undefined {
  const start = text.replace(LEADING_MARKUP, '').slice(0, 1000);
  if (/^(?:<!doctype\s+svg[^>]*>\s*)?<svg[\s>]/i.test(start)) return 'image/svg+xml';
  if (start.startsWith('{\\rtf')) return 'application/rtf';
  if (start.startsWith('%!PS')) return 'application/postscript';
  if (start.startsWith('-----BEGIN ') && /PRIVATE KEY-----/.test(start.slice(0, 60)))
    return 'application/pkcs8';
  return undefined;
}

function decodeHead(head: Uint8Array): string {
  const [a, b, c, d] = head;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return utf32(head, true);
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return utf32(head, false);
  const encoding =
    a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : zeroPattern(head);
  return new TextDecoder(encoding).decode(
    head.subarray(0, head.length - (head.length % 2 && encoding !== 'utf-8' ? 1 : 0)),
  );
}

function zeroPattern(head: Uint8Array): string {
  let even = 0;
  let odd = 0;
  for (let i = 0; i < head.length; i++) {
    if (head[i] !== 0) continue;
    if (i % 2 === 0) even++;
    else odd++;
  }
  const pairs = head.length / 2;
  if (odd > pairs * 0.6 && even < pairs * 0.05) return 'utf-16le';
  return even > pairs * 0.6 && odd < pairs * 0.05 ? 'utf-16be' : 'utf-8';
}

function utf32(head: Uint8Array, little: boolean): string {
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  let text = '';
  for (let at = 4; at + 4 <= head.length; at += 4) {
    const code = view.getUint32(at, little);
    text += code > 0x10ffff ? '\u0000' : String.fromCodePoint(code);
  }
  return text;
}
