/** Controls, bidirectional overrides and marks, byte order mark, line and paragraph separators. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
const MAX_BYTES = 200;
const FALLBACK = 'file';

/**
 * A client's file name made fit to be shown and offered for download: the last part of a path, without characters
 * that hide or reorder text, at most 200 bytes with its extension kept. It never becomes part of a path of ours.
 */
export function displayFileName(raw: string | undefined): string {
  const base = (raw ?? '').toWellFormed().normalize('NFC').replace(UNSAFE, '').split(/[/\\]/).at(-1) ?? '';
  const name = base.trim().replace(/[. ]+$/, '');
  return name === '' ? FALLBACK : shorten(name);
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const extension = /\.[^.\s]{1,10}$/u.exec(name)?.[0] ?? '';
  const room = MAX_BYTES - Buffer.byteLength(extension);
  let stem = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(name.slice(0, name.length - extension.length))) {
    used += Buffer.byteLength(segment);
    if (used > room) break;
    stem += segment;
  }
  return `${stem.trimEnd() || FALLBACK}${extension}`;
}
