import { readFile } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { DomainError } from '../../../../kernel/domain-error.js';
import { extractionErrors } from '../../../domain/extraction/extraction-errors.js';
import { PdfDocument } from './pdf-document.js';
import type { HelperReply, HelperRequest } from './pdf-helper.js';
import { readBatch } from './pdf-pages.js';

let document: PdfDocument | null = null;

process.on('unhandledRejection', () => undefined); // see extraction.child.ts

async function answer(request: HelperRequest): Promise<HelperReply | null> {
  if ('open' in request) {
    await document?.close();
    const data = await readFile(request.open);
    document = await PdfDocument.open(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    return { opened: true };
  }
  if ('close' in request) {
    await document?.close();
    document = null;
    return null;
  }
  if (!document) throw new Error('no document is open');
  return { pages: await readBatch(document, request.first) };
}

parentPort!.on('message', (request: HelperRequest) => {
  void answer(request).then(
    (reply) => reply && parentPort!.postMessage(reply),
    (error) => {
      const { code, kind, params } =
        error instanceof DomainError
          ? error
          : error instanceof RangeError
            ? extractionErrors.tooComplex(error)
            : extractionErrors.invalid(error);
      parentPort!.postMessage({ error: { code, kind, params } } satisfies HelperReply);
    },
  );
});
