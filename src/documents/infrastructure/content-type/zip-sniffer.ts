import type { FileHandle } from 'node:fs/promises';
import { fromFdPromise } from 'yauzl';
import { MIME, type DocumentMime } from './mime-types.js';

const MAX_ENTRIES_LOOKED_AT = 20_000;

/** What an archive is by its table of contents: `zip` when it is no document, null when it cannot be read as an archive. */
export async function sniffZip(fd: number): Promise<DocumentMime | 'zip' | null> {
  const names = new Set<string>();
  try {
    const zip = await fromFdPromise(fd, { lazyEntries: true, autoClose: false, strictFileNames: false });
    if (zip.entryCount === 0) return null;
    for await (const entry of zip.eachEntry()) {
      names.add(entry.fileName);
      if (names.size > MAX_ENTRIES_LOOKED_AT) break;
    }
  } catch {
    return null;
  }
  if (!names.has('[Content_Types].xml')) return 'zip';
  if (names.has('word/document.xml')) return MIME.docx;
  return names.has('xl/workbook.xml') ? MIME.xlsx : 'zip';
}

const END_RECORD_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;

/** True when the file ends with the end record of a zip archive, wherever that archive starts. */
export async function endsAsZip(file: FileHandle, size: number): Promise<boolean> {
  const tail = Buffer.alloc(Math.min(size, END_RECORD_BYTES + MAX_COMMENT_BYTES));
  await file.read(tail, 0, tail.length, size - tail.length);
  for (
    let at = tail.lastIndexOf('PK\u0005\u0006', -1, 'latin1');
    at >= 0;
    at = tail.lastIndexOf('PK\u0005\u0006', at - 1, 'latin1')
  ) {
    if (
      at + END_RECORD_BYTES <= tail.length &&
      at + END_RECORD_BYTES + tail.readUInt16LE(at + 20) === tail.length
    )
      return true;
    if (at === 0) return false;
  }
  return false;
}
