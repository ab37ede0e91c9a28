import { open } from 'node:fs/promises';
import { extractionErrors } from '../../domain/extraction/extraction-errors.js';

export type TextEncoding =
  'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be' | 'windows-1252' | (string & {});

const PIECE_BYTES = 64 * 1024;
/** Beyond this share of invalid among all multi-byte sequences a file is not damaged UTF-8 but another encoding. */
const DAMAGED_SHARE = 0.2;

/** By byte order mark; else UTF-8 if the whole file is valid (or nearly) as such; else UTF-16 by its zero bytes; else windows-1252. */
export async function detectEncoding(path: string): Promise<TextEncoding> {
  const counts = { valid: 0, invalid: 0 };
  let rest: Uint8Array = new Uint8Array();
  let first = true;
  for await (const piece of pieces(path)) {
    if (first) {
      const known = byMark(piece) ?? byZeros(piece);
      if (known) return known;
      first = false;
    }
    const bytes = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    rest = countSequences(bytes, counts);
  }
  const { valid, invalid } = counts;
  return invalid <= (valid + invalid) * DAMAGED_SHARE ? 'utf-8' : 'windows-1252';
}

/** The file's text in pieces, decoded, without byte order mark. Invalid bytes become U+FFFD. Constant memory. */
export async function* decodeFile(
  path: string,
  encoding?: TextEncoding,
): AsyncGenerator<{ text: string; bytes: number; total: number }> {
  const chosen = encoding ?? (await detectEncoding(path));
  const decoder = chosen.startsWith('utf-32')
    ? new Utf32Decoder(chosen === 'utf-32be')
    : new TextDecoder(chosen);
  let bytes = 0;
  for await (const piece of pieces(path)) {
    bytes += piece.length;
    yield { text: decoder.decode(piece, { stream: true }), bytes, total: piece.total };
  }
  const last = decoder.decode();
  if (last) yield { text: last, bytes, total: bytes };
}

/** The whole file as text; refuses more than `maxBytes`. */
export async function readText(path: string, maxBytes: number, encoding?: TextEncoding): Promise<string> {
  const parts: string[] = [];
  for await (const piece of decodeFile(path, encoding)) {
    if (piece.total > maxBytes) throw extractionErrors.textTooLarge(maxBytes);
    parts.push(piece.text);
  }
  return parts.join('');
}

async function* pieces(path: string): AsyncGenerator<Uint8Array & { total: number }> {
  const file = await open(path, 'r').catch((error) => {
    throw extractionErrors.fileMissing(error);
  });
  try {
    const total = (await file.stat()).size;
    const buffer = Buffer.allocUnsafeSlow(PIECE_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return;
      yield Object.assign(new Uint8Array(buffer.buffer, 0, bytesRead), { total });
    }
  } finally {
    await file.close();
  }
}

function byMark(head: Uint8Array): TextEncoding | null {
  const [a, b, c, d] = head;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0 && head.length >= 4) return 'utf-32le';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  return null;
}

/** Western text in UTF-16 without a mark has a zero in every other byte. */
function byZeros(head: Uint8Array): TextEncoding | null {
  let even = 0;
  let odd = 0;
  for (let i = 0; i < head.length; i++) {
    if (head[i] !== 0) continue;
    if (i % 2 === 0) even++;
    else odd++;
  }
  const pairs = head.length / 2;
  if (odd > pairs * 0.6 && even < pairs * 0.05) return 'utf-16le';
  if (even > pairs * 0.6 && odd < pairs * 0.05) return 'utf-16be';
  return null;
}

/** Counts multi-byte UTF-8 sequences; returns the bytes of a sequence cut by the end of the piece. */
function countSequences(bytes: Uint8Array, counts: { valid: number; invalid: number }): Uint8Array {
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i];
    if (lead < 0x80) continue;
    const length = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
    if (length === 0 || lead >= 0xf5) {
      counts.invalid++;
      continue;
    }
    if (i + length > bytes.length) return bytes.slice(i);
    let good = true;
    for (let k = 1; k < length; k++) good &&= (bytes[i + k] & 0xc0) === 0x80;
    if (good) i += length - 1;
    counts[good ? 'valid' : 'invalid']++;
  }
  return new Uint8Array();
}

class Utf32Decoder {
  private rest: Uint8Array = new Uint8Array();

  constructor(private readonly bigEndian: boolean) {}

  decode(piece: Uint8Array = new Uint8Array(), _options?: { stream: boolean }): string {
    const bytes = Buffer.concat([this.rest, piece]);
    const usable = bytes.length - (bytes.length % 4);
    this.rest = bytes.subarray(usable);
    let text = '';
    for (let i = 0; i < usable; i += 4) {
      const code = this.bigEndian ? bytes.readUInt32BE(i) : bytes.readUInt32LE(i);
      text += code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? '\ufffd' : String.fromCodePoint(code);
    }
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }
}
