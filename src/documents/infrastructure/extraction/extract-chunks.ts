import { ChunkAnalyser } from '../../domain/chunking/chunk-analyser.js';
import type { ChunkingOptions } from '../../domain/chunking/chunking-options.js';
import { Chunker } from '../../domain/chunking/chunker.js';
import type { ExtractedChunk, ExtractionSummary } from '../../domain/extraction/extracted-chunk.js';
import { extractionErrors } from '../../domain/extraction/extraction-errors.js';
import type { ExtractionLimits } from '../../domain/extraction/extraction-limits.js';
import type { DocumentFacts, Extractor } from '../extractors/extractor.js';
import type { ExtractionSource } from '../../application/ports/text-extraction.port.js';
import { BATCH_CHUNKS } from './extraction-protocol.js';

const MAX_TITLE_CHARS = 200;
/** Blocks between two looks at the event loop, so that messages are sent and received meanwhile. */
const BLOCKS_PER_TURN = 200;

/** The whole way from a file to chunks, in this process. `onProgress` hears the share of the file that is read. */
export async function* extractChunks(
  extractor: Extractor,
  source: ExtractionSource,
  options: ChunkingOptions,
  limits: ExtractionLimits,
  onProgress: (fraction: number) => void,
): AsyncGenerator<ExtractedChunk[], ExtractionSummary, void> {
  const chunker = new Chunker(options);
  const analyser = new ChunkAnalyser();
  const facts: DocumentFacts = {};
  const batch: ExtractedChunk[] = [];
  let firstHeading: string | undefined;
  let blocks = 0;
  for await (const block of extractor({ path: source.path, limits }, facts)) {
    if (block.type === 'progress') {
      onProgress(block.total > 0 ? Math.min(1, block.done / block.total) : 1);
      continue;
    }
    if (firstHeading === undefined && blocks < 5 && block.type === 'heading') firstHeading = block.text;
    batch.push(...analyser.push(chunker.push(block)));
    if (chunker.charCount > limits.maxChars) throw extractionErrors.textTooLarge(limits.maxChars);
    while (batch.length >= BATCH_CHUNKS) yield batch.splice(0, BATCH_CHUNKS);
    if (++blocks % BLOCKS_PER_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  batch.push(...analyser.push(chunker.finish()), ...analyser.finish());
  while (batch.length > 0) yield batch.splice(0, BATCH_CHUNKS);
  if (analyser.count === 0) throw facts.pageCount ? extractionErrors.noText() : extractionErrors.empty();
  return {
    pageCount: facts.pageCount,
    charCount: chunker.charCount,
    chunkCount: analyser.count,
    title: titleOf(facts.title) ?? titleOf(firstHeading),
    language: analyser.language,
  };
}

function titleOf(text: string | undefined): string | undefined {
  const title = text?.slice(0, MAX_TITLE_CHARS).trim();
  return title || undefined;
}
