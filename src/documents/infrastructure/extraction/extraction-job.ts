import { DomainError } from '../../../kernel/domain-error.js';
import type { ExtractionSource, ExtractionStage } from '../../application/ports/text-extraction.port.js';
import type { ChunkingOptions } from '../../domain/chunking/chunking-options.js';
import { extractionErrors } from '../../domain/extraction/extraction-errors.js';
import type { ExtractedChunk, ExtractionSummary } from '../../domain/extraction/extracted-chunk.js';
import type { ExtractionLimits } from '../../domain/extraction/extraction-limits.js';
import type { ExtractionChild } from './extraction-child.js';
import { INITIAL_CREDITS, type FromChild } from './extraction-protocol.js';

let lastId = 0;

/** One document in one child: batches as they are asked for, the deadline, and an end of exactly one kind. */
export class ExtractionJob {
  private readonly id = ++lastId;
  private readonly batches: ExtractedChunk[][] = [];
  private outcome: { summary: ExtractionSummary } | { error: unknown } | null = null;
  private wake: (() => void) | null = null;
  private timer: NodeJS.Timeout | undefined;
  private startedAt = 0;
  private taken = false;
  private remainingMs: number;

  constructor(
    private readonly child: ExtractionChild,
    private readonly deadlineMs: number,
    private readonly signal: AbortSignal,
    private readonly onStage: (stage: ExtractionStage, fraction: number) => void,
  ) {
    this.remainingMs = deadlineMs;
  }

  start(source: ExtractionSource, options: ChunkingOptions, limits: ExtractionLimits): void {
    this.child.take(
      (message) => this.hear(message),
      (error) => this.end({ error }),
    );
    this.signal.addEventListener('abort', this.abort, { once: true });
    if (this.signal.aborted) return this.abort();
    this.child.send({ type: 'job', id: this.id, source, options, limits, credits: INITIAL_CREDITS });
    this.runClock();
  }

  /** The next batch, or the summary after the last. Asking for the next one allows the child to make another. */
  async next(): Promise<ExtractedChunk[] | ExtractionSummary> {
    if (this.taken) {
      this.taken = false;
      this.child.send({ type: 'credit', id: this.id });
      this.runClock();
    }
    while (this.batches.length === 0 && !this.outcome)
      await new Promise<void>((resolve) => (this.wake = resolve));
    const batch = this.outcome && 'error' in this.outcome ? undefined : this.batches.shift();
    if (batch) {
      this.taken = true;
      return batch;
    }
    const outcome = this.outcome!;
    if ('error' in outcome) throw outcome.error;
    return outcome.summary;
  }

  /** True when the child is free for the next document. */
  finish(): boolean {
    this.stopClock();
    this.signal.removeEventListener('abort', this.abort);
    const { outcome } = this;
    return outcome !== null && !this.child.ended && ('summary' in outcome || this.answered);
  }

  /** The child itself said that the document failed. */
  private answered = false;

  private readonly abort = (): void => {
    this.end({ error: this.signal.reason });
    this.child.kill();
  };

  private hear(message: FromChild): void {
    if (message.type === 'ready' || message.id !== this.id) return;
    if (message.type === 'stage')
      return this.outcome ? undefined : this.onStage(message.stage, message.fraction);
    if (message.type === 'batch') {
      this.batches.push(message.chunks);
      // With a batch at hand and one with the consumer the child may be waiting: that is not its time.
      if (this.batches.length + (this.taken ? 1 : 0) >= INITIAL_CREDITS) this.stopClock();
      return this.wakeUp();
    }
    if (message.type === 'done') return this.end({ summary: message.summary });
    const { code, kind, params, detail } = message.error;
    this.answered = true;
    this.end({ error: new DomainError(code, kind, { params, cause: new Error(detail) }) });
  }

  private end(outcome: { summary: ExtractionSummary } | { error: unknown }): void {
    this.outcome ??= outcome;
    this.stopClock();
    this.wakeUp();
  }

  private wakeUp(): void {
    this.wake?.();
    this.wake = null;
  }

  private runClock(): void {
    if (this.timer || this.outcome) return;
    this.startedAt = performance.now();
    this.timer = setTimeout(() => {
      this.end({ error: extractionErrors.timeout(Math.round(this.deadlineMs / 1000)) });
      this.child.kill();
    }, this.remainingMs);
  }

  private stopClock(): void {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.remainingMs = Math.max(1, this.remainingMs - (performance.now() - this.startedAt));
  }
}
