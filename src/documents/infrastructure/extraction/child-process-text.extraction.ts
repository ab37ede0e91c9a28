import { DomainError } from '../../../kernel/domain-error.js';
import {
  TextExtraction,
  type ExtractionSource,
  type ExtractionStage,
} from '../../application/ports/text-extraction.port.js';
import { chunkingOptions, type ChunkingOptions } from '../../domain/chunking/chunking-options.js';
import type { ExtractedChunk, ExtractionSummary } from '../../domain/extraction/extracted-chunk.js';
import { DEFAULT_LIMITS, type ExtractionLimits } from '../../domain/extraction/extraction-limits.js';
import { childEntry } from './child-entry.js';
import { ExtractionJob } from './extraction-job.js';
import { ExtractionPool } from './extraction-pool.js';

export interface ExtractionOptions {
  /** Documents read at the same time, each in its own process. */
  concurrency: number;
  /** A document that keeps its process busy for longer is given up. */
  deadlineMs: number;
  /** JavaScript heap of a child. */
  heapMb: number;
  /** All memory of a child. */
  maxRssMb: number;
  /** How long an idle child is kept. */
  idleMs: number;
  limits: Partial<ExtractionLimits>;
  /** Compiled entry of the child; for trials. */
  entry?: string;
}

export const DEFAULT_EXTRACTION: Readonly<ExtractionOptions> = {
  concurrency: 2,
  deadlineMs: 110_000,
  heapMb: 512,
  maxRssMb: 1_200,
  idleMs: 60_000,
  limits: {},
};

/** Reads documents in child processes: see `TextExtraction`. Ends its children with the module. */
export class ChildProcessTextExtraction extends TextExtraction {
  readonly pool: ExtractionPool;
  private readonly options: ExtractionOptions;
  private readonly limits: ExtractionLimits;

  constructor(options: Partial<ExtractionOptions> = {}) {
    super();
    this.options = { ...DEFAULT_EXTRACTION, ...options };
    this.limits = { ...DEFAULT_LIMITS, ...this.options.limits };
    const { heapMb, maxRssMb, idleMs, concurrency } = this.options;
    this.pool = new ExtractionPool({
      entry: childEntry(this.options.entry),
      heapMb,
      maxRssMb,
      idleMs,
      size: concurrency,
    });
  }

  async *read(
    source: ExtractionSource,
    options: ChunkingOptions,
    signal: AbortSignal,
    onStage: (stage: ExtractionStage, fraction: number) => void,
  ): AsyncGenerator<ExtractedChunk[], ExtractionSummary, void> {
    const child = await this.pool.acquire(signal);
    const job = new ExtractionJob(child, this.options.deadlineMs, signal, onStage);
    try {
      job.start(source, chunkingOptions(options), this.limits);
      for (;;) {
        const next = await job.next();
        if (!Array.isArray(next)) return next;
        yield next;
      }
    } finally {
      // Whatever the reason to leave early: a child in the middle of a document is of no further use.
      if (job.finish()) this.pool.release(child);
      else child.kill();
    }
  }

  onModuleDestroy(): void {
    this.pool.close(new DomainError('document.extractor_crashed', 'unavailable'));
  }
}
