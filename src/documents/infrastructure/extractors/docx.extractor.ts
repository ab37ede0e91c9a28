import { readFile } from 'node:fs/promises';
import mammoth from 'mammoth';
import { DomainError } from '../../../kernel/domain-error.js';
import { extractionErrors } from '../../domain/extraction/extraction-errors.js';
import { oneLine } from './clean-text.js';
import { parseDocument } from './dom.js';
import { markPages, placePages } from './docx-pages.js';
import type { Extractor } from './extractor.js';
import { htmlBlocks } from './html-blocks.js';
import { OfficeArchive } from './office-archive.js';

const STYLES = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => p:fresh",
  'u => u',
  'strike => s',
];

/**
 * Word documents: mammoth knows styles, lists, tables and notes; it gets its parts from our guarded archive instead of
 * unpacking the file itself, so it never sees a path or an image and has nothing to follow.
 */
export const extractDocx: Extractor = async function* ({ path, limits }, facts) {
  const data = await readFile(path).catch((error) => {
    throw extractionErrors.fileMissing(error);
  });
  const archive = await OfficeArchive.open(data, limits);
  const pages = markPages((await archive.read('word/document.xml')).toString('utf8'));
  facts.title = await coreTitle(archive);
  facts.pageCount = pages.count;
  yield { type: 'progress', done: 1, total: 4 };
  const html = await toHtml(archive, pages.xml);
  yield { type: 'progress', done: 2, total: 4 };
  let tables = 0;
  yield* placePages(
    htmlBlocks(parseDocument(html).body, { dropBoilerplate: false, nextTable: () => tables++ }),
    pages.count,
  );
};

async function toHtml(archive: OfficeArchive, documentXml: string): Promise<string> {
  // mammoth's own tests hand it an opened archive as `file`; its type declarations leave it out.
  const file = {
    exists: (name: string) => archive.has(name),
    read: async (name: string, encoding?: string) => {
      if (name === 'word/document.xml') return documentXml;
      const data = await archive.read(name);
      return encoding === 'base64' ? data.toString('base64') : encoding ? data.toString('utf8') : data;
    },
  };
  try {
    const result = await mammoth.convertToHtml({ file } as unknown as { buffer: Buffer }, {
      styleMap: STYLES,
      externalFileAccess: false,
      convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
    });
    return result.value;
  } catch (error) {
    if (error instanceof DomainError || error instanceof RangeError) throw error;
    throw extractionErrors.invalid(error);
  }
}

async function coreTitle(archive: OfficeArchive): Promise<string | undefined> {
  if (!archive.has('docProps/core.xml')) return undefined;
  const core = (await archive.read('docProps/core.xml')).toString('utf8');
  const title = /<dc:title>([^<]*)<\/dc:title>/.exec(core)?.[1] ?? '';
  return oneLine(parseDocument(`<p>${title}</p>`).body.textContent ?? '') || undefined;
}
