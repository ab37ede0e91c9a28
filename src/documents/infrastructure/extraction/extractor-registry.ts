import { extractionErrors } from '../../domain/extraction/extraction-errors.js';
import type { Extractor } from '../extractors/extractor.js';
import { MIME } from '../content-type/mime-types.js';

/** Loads a format's reader when the first document of that format comes: an idle child stays small. */
const loaders: Record<string, () => Promise<Extractor>> = {
  [MIME.pdf]: async () => (await import('../extractors/pdf.extractor.js')).extractPdf,
  [MIME.docx]: async () => (await import('../extractors/docx.extractor.js')).extractDocx,
  [MIME.xlsx]: async () => (await import('../extractors/xlsx.extractor.js')).extractXlsx,
  [MIME.html]: async () => (await import('../extractors/html.extractor.js')).extractHtml,
  [MIME.markdown]: async () => (await import('../extractors/markdown.extractor.js')).extractMarkdown,
  [MIME.csv]: async () => (await import('../extractors/csv.extractor.js')).extractCsv,
  [MIME.text]: async () => (await import('../extractors/plain-text.extractor.js')).extractPlainText,
};

/** Throws `document.type_unsupported` for a type without a reader. */
export async function extractorFor(mimeType: string): Promise<Extractor> {
  const load = Object.hasOwn(loaders, mimeType) ? loaders[mimeType] : undefined;
  if (!load) throw extractionErrors.typeUnsupported(mimeType);
  return load();
}
