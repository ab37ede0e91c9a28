import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DirectPort } from './direct-port.js';
import { withFasterTransform } from './faster-transform.js';

type PdfJs = typeof import('pdfjs-dist');

interface WorkerModule {
  WorkerMessageHandler: { initializeFromPort(port: DirectPort): void };
}

export interface PdfJsRuntime {
  getDocument: PdfJs['getDocument'];
  /** Both halves of pdf.js in this thread; shared by all documents. */
  worker: InstanceType<PdfJs['PDFWorker']>;
  /** Folder of the package, for its fonts and character maps. */
  root: string;
}

let runtime: Promise<PdfJsRuntime> | undefined;

export function pdfJsRuntime(): Promise<PdfJsRuntime> {
  return (runtime ??= start());
}

async function start(): Promise<PdfJsRuntime> {
  const root = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  return withNativeArrays(async () => {
    const { WorkerMessageHandler } = await importWorker(root);
    const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs');
    const port = new DirectPort();
    const worker = new pdfjs.PDFWorker({ port: port as never, verbosity: 0 });
    WorkerMessageHandler.initializeFromPort(port);
    return { getDocument: pdfjs.getDocument, worker, root };
  });
}

async function importWorker(root: string): Promise<WorkerModule> {
  const file = join(root, 'legacy', 'build', 'pdf.worker.mjs');
  const faster = withFasterTransform(await readFile(file, 'utf8'));
  const address = faster
    ? `data:text/javascript;base64,${Buffer.from(faster).toString('base64')}`
    : 'pdfjs-dist/legacy/build/pdf.worker.mjs';
  return (await import(address)) as WorkerModule;
}

/**
 * pdf.js's build for Node brings core-js, which replaces some array methods for a strictness no code here relies on; its
 * `push` alone makes reading a page a third slower. The engine's own are put back once it is loaded.
 */
async function withNativeArrays<T>(load: () => Promise<T>): Promise<T> {
  const names = ['push', 'unshift', 'splice'] as const;
  const native = names.map((name): PropertyDescriptor =>
    Object.getOwnPropertyDescriptor(Array.prototype, name)!,
  );
  try {
    return await load();
  } finally {
    for (const [index, name] of names.entries()) Object.defineProperty(Array.prototype, name, native[index]);
  }
}
