import { readFile } from 'node:fs/promises';
import { extractionErrors } from '../../../domain/extraction/extraction-errors.js';
import { PdfDocument } from './pdf-document.js';
import type { PdfPage } from './pdf-line.js';
import { PdfHelper } from './pdf-helper.js';

/** Pages that are read in one go by one thread. */
const BATCH = 8;
/** How many batches may be read ahead of the consumer. */
const AHEAD = 16;
/** Smaller documents are read before a second thread would have opened them. */
const HELP_FROM_PAGES = 40;

/**
 * The pages of a PDF in order. A long document is read by two threads of this process, which take batches in turn from
 * one counter; what is read ahead is bounded.
 */
export class PdfPages {
  private next = 1;
  private readonly ready = new Map<number, PdfPage[]>();
  private waiting: (() => void) | null = null;
  private failure: unknown;
  private emitted = 0;

  private constructor(
    private readonly path: string,
    readonly document: PdfDocument,
  ) {}

  static async open(path: string): Promise<PdfPages> {
    const data = await readFile(path).catch((error) => {
      throw extractionErrors.fileMissing(error);
    });
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return new PdfPages(path, await PdfDocument.open(bytes));
  }

  async *read(): AsyncGenerator<PdfPage> {
    const { pageCount } = this.document;
    const helper = pageCount >= HELP_FROM_PAGES ? PdfHelper.shared() : null;
    const helping = helper ? this.help(helper) : Promise.resolve();
    try {
      for (let first = 1; first <= pageCount; first += BATCH) {
        yield* await this.batch(first);
        this.emitted = first;
        this.waiting?.();
      }
    } finally {
      this.next = pageCount + 1;
      this.waiting?.();
      await helping;
    }
  }

  /** Own work goes on until the batch asked for is there, whoever reads it. */
  private async batch(first: number): Promise<PdfPage[]> {
    for (;;) {
      const pages = this.ready.get(first);
      if (pages) {
        this.ready.delete(first);
        return pages;
      }
      if (this.failure) throw this.failure as Error;
      const own = this.take();
      if (own === null) await new Promise<void>((resolve) => (this.arrived = resolve));
      else this.ready.set(own, await readBatch(this.document, own));
    }
  }

  private arrived: (() => void) | null = null;

  private async help(helper: PdfHelper): Promise<void> {
    try {
      await helper.open(this.path);
      for (;;) {
        const first = this.take();
        if (first === null) {
          if (this.next > this.document.pageCount) break;
          await new Promise<void>((resolve) => (this.waiting = resolve));
          continue;
        }
        this.ready.set(first, await helper.read(first, Math.min(first + BATCH - 1, this.document.pageCount)));
        this.arrived?.();
      }
      helper.close();
    } catch (error) {
      this.failure = error;
      this.arrived?.();
    }
  }

  /** First page of the next batch to read, or null when there is none, or enough is read ahead. */
  private take(): number | null {
    if (this.next > this.document.pageCount || this.next > this.emitted + BATCH * AHEAD) return null;
    const first = this.next;
    this.next += BATCH;
    return first;
  }
}

export async function readBatch(document: PdfDocument, first: number): Promise<PdfPage[]> {
  const pages: PdfPage[] = [];
  for (let number = first; number < first + BATCH && number <= document.pageCount; number++) {
    pages.push(await document.page(number));
  }
  // pdf.js works in microtasks here; let messages of the other thread and of the parent in.
  await new Promise((resolve) => setImmediate(resolve));
  return pages;
}
