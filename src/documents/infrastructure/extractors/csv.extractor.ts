import { CsvError, parse } from 'csv-parse';
import { extractionErrors } from '../../domain/extraction/extraction-errors.js';
import { cleanText } from './clean-text.js';
import type { Extractor } from './extractor.js';
import { rowBlock, TableGuard } from './table-rows.js';
import { decodeFile } from './text-decoding.js';

const DELIMITERS = [',', ';', '\t', '|'];
const PROGRESS_EVERY = 1000;

/** The first row is the header. Streams: neither long tables nor one endless line fill memory. */
export const extractCsv: Extractor = async function* ({ path, limits }) {
  const progress = { bytes: 0, total: 0 };
  const text = cleanPieces(decodeFile(path), progress);
  const first = await text.next();
  const head = first.done ? '' : first.value;
  const parser = parse({
    delimiter: delimiterOf(head),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: limits.maxRecordChars,
  });
  const feeding = feed(parser, head, text);
  const guard = new TableGuard(limits);
  let header = true;
  let count = 0;
  try {
    for await (const record of parser) {
      const block = rowBlock(record as string[], 0, header, guard);
      if (!block) continue;
      header = false;
      yield block;
      if (++count % PROGRESS_EVERY === 0)
        yield { type: 'progress', done: progress.bytes, total: progress.total };
    }
    await feeding;
  } catch (error) {
    throw error instanceof CsvError ? csvError(error, limits.maxRecordChars) : error;
  } finally {
    parser.destroy();
    await feeding.catch(() => undefined); // its error is the parser's, thrown above
  }
};

async function feed(
  parser: ReturnType<typeof parse>,
  head: string,
  rest: AsyncGenerator<string>,
): Promise<void> {
  try {
    let piece: string | undefined = head;
    while (piece !== undefined) {
      if (parser.destroyed) return;
      if (!parser.write(piece)) await drained(parser);
      piece = (await rest.next()).value as string | undefined;
    }
    parser.end();
  } catch (error) {
    parser.destroy(error as Error);
  }
}

function drained(parser: ReturnType<typeof parse>): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      parser.off('drain', done).off('close', done).off('error', done);
      resolve();
    };
    parser.once('drain', done).once('close', done).once('error', done);
  });
}

async function* cleanPieces(
  pieces: AsyncIterable<{ text: string; bytes: number; total: number }>,
  progress: { bytes: number; total: number },
): AsyncGenerator<string> {
  for await (const { text, bytes, total } of pieces) {
    Object.assign(progress, { bytes, total });
    // Newlines stay as they are: a CR LF cut in two must not become two.
    if (text) yield text.includes('\u0000') ? text.replaceAll('\u0000', '') : text;
  }
}

/** The delimiter that gives the first lines the most, and equally many, columns. */
function delimiterOf(head: string): string {
  const lines = cleanText(head.slice(0, 16_384)).split('\n').filter(Boolean).slice(0, 10);
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of DELIMITERS) {
    const counts = lines.map((line) => line.replace(/"[^"]*"/g, '').split(delimiter).length - 1);
    const score = Math.min(...counts) * 100 + Math.max(0, ...counts);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function csvError(error: CsvError, maxRecordChars: number): Error {
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return extractionErrors.tableTooLarge('characters', maxRecordChars);
  return extractionErrors.tableInvalid(Number((error as { lines?: number }).lines ?? 0));
}
