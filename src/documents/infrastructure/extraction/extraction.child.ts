import { DomainError } from '../../../kernel/domain-error.js';
import { extractionErrors } from '../../domain/extraction/extraction-errors.js';
import { extractChunks } from './extract-chunks.js';
import type { FromChild, ToChild, WireError } from './extraction-protocol.js';
import { extractorFor } from './extractor-registry.js';
import { startWatchdog } from './watchdog.js';

/**
 * Entry of an extraction child: gets jobs over IPC, one at a time, and answers with batches as far as it has credit.
 * It is killed from outside when a job is aborted or takes too long; it ends by itself when its parent is gone.
 */
const PROGRESS_EVERY_MS = 100;

let credits = 0;
let onCredit: (() => void) | null = null;

process.on('disconnect', () => process.exit(0));
// Readers of damaged files leave promises behind that nobody awaits (pdf.js does); the document's own outcome is what
// `run` awaits, and the deadline covers a reader that never comes back.
process.on('unhandledRejection', () => undefined);
process.on('message', (message: ToChild) => {
  if (message.type === 'credit') {
    credits++;
    onCredit?.();
  } else {
    credits = message.credits;
    void run(message);
  }
});
startWatchdog(Number(process.argv[2]), process.ppid);
send({ type: 'ready' });

async function run({ id, source, options, limits }: Extract<ToChild, { type: 'job' }>): Promise<void> {
  let reported = 0;
  const report = (stage: 'extracting' | 'chunking', fraction: number) => {
    const now = Date.now();
    if (now - reported < PROGRESS_EVERY_MS) return;
    reported = now;
    send({ type: 'stage', id, stage, fraction });
  };
  try {
    const extractor = await extractorFor(source.mimeType);
    let fraction = 0;
    const batches = extractChunks(extractor, source, options, limits, (done) => {
      fraction = done;
      report('extracting', done);
    });
    for (;;) {
      const next = await batches.next();
      if (next.done) return send({ type: 'done', id, summary: next.value });
      while (credits === 0) await new Promise<void>((resolve) => (onCredit = resolve));
      credits--;
      send({ type: 'batch', id, chunks: next.value });
      report('chunking', fraction);
    }
  } catch (error) {
    send({ type: 'failed', id, error: onTheWire(error) });
  }
}

function onTheWire(error: unknown): WireError {
  const known = error instanceof DomainError ? error : guess(error);
  const detail = ((known.cause instanceof Error ? known.cause.stack : known.stack) ?? known.code).slice(
    0,
    2000,
  );
  return { code: known.code, kind: known.kind, params: known.params, detail };
}

/** A reader that throws something of its own could not make sense of the file; one that ran out of stack, not cope with it. */
function guess(error: unknown): DomainError {
  if ((error as NodeJS.ErrnoException)?.code === 'ENOENT') return extractionErrors.fileMissing(error);
  return error instanceof RangeError ? extractionErrors.tooComplex(error) : extractionErrors.invalid(error);
}

function send(message: FromChild): void {
  if (process.connected) process.send!(message, undefined, {}, () => undefined);
}
