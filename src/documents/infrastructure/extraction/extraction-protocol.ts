import type { ErrorKind } from '../../../kernel/domain-error.js';
import type { ExtractionSource, ExtractionStage } from '../../application/ports/text-extraction.port.js';
import type { ChunkingOptions } from '../../domain/chunking/chunking-options.js';
import type { ExtractedChunk, ExtractionSummary } from '../../domain/extraction/extracted-chunk.js';
import type { ExtractionLimits } from '../../domain/extraction/extraction-limits.js';

/** Parent to child. A child works on one job at a time; `credit` allows it to send one more batch. */
export type ToChild =
  | {
      type: 'job';
      id: number;
      source: ExtractionSource;
      options: ChunkingOptions;
      limits: ExtractionLimits;
      credits: number;
    }
  | { type: 'credit'; id: number };

/** Child to parent. `ready` once after start; `done` and `failed` end a job. */
export type FromChild =
  | { type: 'ready' }
  | { type: 'stage'; id: number; stage: ExtractionStage; fraction: number }
  | { type: 'batch'; id: number; chunks: ExtractedChunk[] }
  | { type: 'done'; id: number; summary: ExtractionSummary }
  | { type: 'failed'; id: number; error: WireError };

export interface WireError {
  code: string;
  kind: ErrorKind;
  params: Record<string, string | number>;
  /** For the log only. */
  detail: string;
}

export const BATCH_CHUNKS = 64;
/** One batch with the consumer, one ready. */
export const INITIAL_CREDITS = 2;
/** With this signal a child ends itself when it uses more memory than it may. */
export const MEMORY_SIGNAL = 'SIGUSR2';
