import { join } from 'node:path';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { oneLine } from '../clean-text.js';
import { extractionErrors } from '../../../domain/extraction/extraction-errors.js';
import { linesOf, type TextItem } from './pdf-lines.js';
import type { PdfPage } from './pdf-line.js';
import { pdfJsRuntime } from './pdfjs-runtime.js';
import { fold } from './pdf-style.js';

/** The permission bit for copying text, as pdf.js lists it. */
const COPY = 0x10;
const MAX_OUTLINE_ITEMS = 5_000;

interface OutlineItem {
  title: string;
  items: OutlineItem[];
}

/** An open PDF: pdf.js with everything off that text does not need. */
export class PdfDocument {
  private constructor(private readonly pdf: PDFDocumentProxy) {}

  /** Takes `data` over. Throws `document.encrypted` or `document.invalid`. */
  static async open(data: Uint8Array): Promise<PdfDocument> {
    const { getDocument, worker, root } = await pdfJsRuntime();
    const task = getDocument({
      data,
      worker,
      verbosity: 0,
      isEvalSupported: false,
      useWorkerFetch: false,
      disableFontFace: true,
      useSystemFonts: false,
      useWasm: false,
      stopAtErrors: false,
      enableXfa: false,
      standardFontDataUrl: `${join(root, 'standard_fonts')}/`,
      cMapUrl: `${join(root, 'cmaps')}/`,
      cMapPacked: true,
    });
    try {
      const pdf = await task.promise;
      const permissions = await pdf.getPermissions();
      if (permissions && !permissions.includes(COPY)) throw extractionErrors.encrypted();
      return new PdfDocument(pdf);
    } catch (error) {
      await task.destroy();
      throw readable(error);
    }
  }

  get pageCount(): number {
    return this.pdf.numPages;
  }

  async page(number: number): Promise<PdfPage> {
    try {
      const page = await this.pdf.getPage(number);
      const { items } = await page.getTextContent({ includeMarkedContent: false });
      page.cleanup();
      return { number, lines: linesOf(items as TextItem[]) };
    } catch (error) {
      throw readable(error);
    }
  }

  async title(): Promise<string | undefined> {
    const metadata: { info: { Title?: unknown } } = await this.pdf.getMetadata().catch(() => ({ info: {} }));
    const title = metadata.info.Title;
    return typeof title === 'string' ? oneLine(title) || undefined : undefined;
  }

  /** Titles of the outline (bookmarks) with their levels, 1 for the outermost. */
  async outline(): Promise<Map<string, number>> {
    const levels = new Map<string, number>();
    const outline = await this.pdf.getOutline().catch(() => null);
    const waiting: { item: OutlineItem; level: number }[] = (outline ?? []).map((item) => ({
      item,
      level: 1,
    }));
    for (let i = 0; i < waiting.length && i < MAX_OUTLINE_ITEMS; i++) {
      const { item, level } = waiting[i];
      const title = fold(oneLine(item.title));
      if (title && !levels.has(title)) levels.set(title, level);
      for (const child of item.items) waiting.push({ item: child, level: level + 1 });
    }
    return levels;
  }

  async close(): Promise<void> {
    await this.pdf.destroy();
  }
}

function readable(error: unknown): unknown {
  const name = (error as Error)?.name;
  if (name === 'PasswordException') return extractionErrors.encrypted();
  if (name === 'DomainError' || error instanceof RangeError) return error;
  return extractionErrors.invalid(error);
}
