import { extractionErrors } from '../../domain/extraction/extraction-errors.js';
import type { Extractor } from './extractor.js';
import { PdfLayout } from './pdf/pdf-layout.js';
import type { PdfPage } from './pdf/pdf-line.js';
import { PdfPages } from './pdf/pdf-pages.js';
import { learnStyle, SAMPLE_PAGES } from './pdf/pdf-style.js';

/** Text with page numbers; headings by font size and by the document's outline. Images are not read: see `document.no_text`. */
export const extractPdf: Extractor = async function* ({ path, limits }, facts) {
  const pages = await PdfPages.open(path);
  const { document } = pages;
  try {
    const total = document.pageCount;
    if (total > limits.maxPages) throw extractionErrors.tooManyPages(total, limits.maxPages);
    facts.pageCount = total;
    facts.title = await document.title();
    const outline = await document.outline();
    let sample: PdfPage[] | null = [];
    let layout: PdfLayout | null = null;
    for await (const page of pages.read()) {
      if (layout) {
        yield* layout.page(page);
      } else {
        sample?.push(page);
        if (page.number === Math.min(SAMPLE_PAGES, total)) {
          layout = new PdfLayout(learnStyle(sample ?? [], outline));
          for (const sampled of sample ?? []) yield* layout.page(sampled);
          sample = null;
        }
      }
      yield { type: 'progress', done: page.number, total };
    }
    if (layout) yield* layout.finish();
  } finally {
    await document.close();
  }
};
