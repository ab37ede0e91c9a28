import { Worker } from 'node:worker_threads';
import { extractionErrors } from '../../../domain/extraction/extraction-errors.js';
import { DomainError, type ErrorKind } from '../../../../kernel/domain-error.js';
import type { PdfPage } from './pdf-line.js';

export type HelperRequest = { open: string } | { first: number; last: number } | { close: true };
export type HelperReply =
  | { pages: PdfPage[] }
  | { opened: true }
  | { error: { code: string; kind: ErrorKind; params: Record<string, string | number> } };

const HEAP_MB = 256;

/** A second thread of the extraction child that reads pages; started for the first long PDF and kept as long as the child lives. */
export class PdfHelper {
  private static instance: PdfHelper | null = null;
  private readonly worker: Worker;
  private settle: { resolve: (reply: HelperReply) => void; reject: (error: unknown) => void } | null = null;

  static shared(): PdfHelper {
    return (PdfHelper.instance ??= new PdfHelper());
  }

  private constructor() {
    this.worker = new Worker(new URL('./pdf-helper.worker.js', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    this.worker.unref();
    this.worker.on('message', (reply: HelperReply) => this.settle?.resolve(reply));
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('the helper thread ended')));
  }

  async open(path: string): Promise<void> {
    await this.ask({ open: path });
  }

  async read(first: number, last: number): Promise<PdfPage[]> {
    const reply = await this.ask({ first, last });
    return 'pages' in reply ? reply.pages : [];
  }

  close(): void {
    this.worker.postMessage({ close: true } satisfies HelperRequest);
  }

  private async ask(request: HelperRequest): Promise<HelperReply> {
    const reply = await new Promise<HelperReply>((resolve, reject) => {
      this.settle = { resolve, reject };
      this.worker.postMessage(request);
    });
    if ('error' in reply)
      throw new DomainError(reply.error.code, reply.error.kind, { params: reply.error.params });
    return reply;
  }

  private fail(error: Error): void {
    PdfHelper.instance = null;
    const outOfMemory = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
    this.settle?.reject(outOfMemory ? extractionErrors.tooComplex(error) : extractionErrors.crashed(error));
  }
}
