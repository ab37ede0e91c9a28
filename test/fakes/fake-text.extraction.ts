import { readFile } from 'node:fs/promises';

import { detectLanguage } from '../../src/kernel/text/language.js';
import { normaliseText, words } from '../../src/kernel/text/normalise.js';
import {
  type ExtractionSource,
  type ExtractionStage,
  TextExtraction,
} from '../../src/documents/application/ports/text-extraction.port.js';
import type { ChunkingOptions } from '../../src/documents/domain/chunking/chunking-options.js';
import type {
  ExtractedChunk,
  ExtractionSummary,
} from '../../src/documents/domain/extraction/extracted-chunk.js';

/** Reads text files in this process, one chunk for each paragraph, and stops or fails where a test says so. */
export class FakeTextExtraction extends TextExtraction {
  /** What was asked for, in order. */
  readonly asked: { source: ExtractionSource; options: ChunkingOptions }[] = [];
  /** Thrown by the next readings, one each. */
  readonly failures: Error[] = [];
  /** Chunks of one batch. */
  batchSize = 64;
  /** A reading does not notice that it is to stop, like a process that was frozen. */
  deaf = false;
  private held?: { at: number; release: () => void; released: Promise<void> };
  /** Readings that wait at the gate. */
  waiting = 0;

  get readings(): number {
    return this.asked.length;
  }

  /** The next readings wait before their batch number `at`, until the returned function is called. */
  hold(at = 0): () => void {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    this.held = { at, release, released };
    return () => {
      this.held = undefined;
      release();
    };
  }

  async *read(
    source: ExtractionSource,
    options: ChunkingOptions,
    signal: AbortSignal,
    onStage: (stage: ExtractionStage, fraction: number) => void,
  ): AsyncGenerator<ExtractedChunk[], ExtractionSummary, void> {
    this.asked.push({ source, options });
    const held = this.held;
    const failure = this.failures.shift();
    if (failure) throw failure;
    const text = await readFile(source.path, 'utf8');
    const chunks = toChunks(text);
    for (let batch = 0; batch * this.batchSize < chunks.length; batch++) {
      if (held?.at === batch) await this.wait(held.released, signal);
      signal.throwIfAborted();
      onStage('extracting', ((batch + 1) * this.batchSize) / chunks.length);
      yield chunks.slice(batch * this.batchSize, (batch + 1) * this.batchSize);
    }
    return { charCount: text.length, chunkCount: chunks.length, language: detectLanguage(text) };
  }

  private async wait(released: Promise<void>, signal: AbortSignal): Promise<void> {
    this.waiting++;
    let onAbort: () => void = () => undefined;
    const aborted = new Promise<void>((resolve) =>
      signal.addEventListener('abort', (onAbort = () => resolve())),
    );
    await Promise.race([released, ...(this.deaf ? [] : [aborted])]).finally(() => this.waiting--);
    signal.removeEventListener('abort', onAbort);
  }
}

function toChunks(text: string): ExtractedChunk[] {
  let at = 0;
  return text
    .split('\n\n')
    .filter((part) => part.trim() !== '')
    .map((content, ordinal) => {
      const charStart = text.indexOf(content, at);
      at = charStart + content.length;
      const lexical = normaliseText(content);
      return {
        ordinal,
        content,
        heading: [],
        charStart,
        charEnd: at,
        language: detectLanguage(content),
        lexical,
        words: words(content).length,
      };
    });
}
