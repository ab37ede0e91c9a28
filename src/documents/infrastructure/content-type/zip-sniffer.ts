import { fromFdPromise, type Entry } from 'yauzl';
import { MIME, type DocumentMime } from './mime-types.js';

const MAX_ENTRIES_LOOKED_AT = 20_000;

/** What an archive is by its table of contents: `zip` when it is no document, null when it cannot be read as an archive. */
export async function sniffZip(fd: number): Promise<DocumentMime | 'zip' | null> {
  const names = new Set<string>();
  try {
    const zip = await fromFdPromise(fd, { lazyEntries: true, autoClose: false, strictFileNames: false });
    if (zip.entryCount === 0) return null;
    for await (const entry of zip.eachEntry()) {
      names.add((entry as Entry).fileName);
      if (names.size > MAX_ENTRIES_LOOKED_AT) break;
    }
  } catch {
    return null;
  }
  if (!names.has('[Content_Types].xml')) return 'zip';
  if (names.has('word/document.xml')) return MIME.docx;
  return names.has('xl/workbook.xml') ? MIME.xlsx : 'zip';
}
