import { Injectable } from '@nestjs/common';

import type { ExtractedChunk, ExtractionSummary } from '../../domain/extraction/extracted-chunk.js';
import { TextExtraction } from '../ports/text-extraction.port.js';
import type { Source } from './fetch.step.js';
import type { IngestionRun } from './ingestion-run.js';

export type Chunks = AsyncGenerator<ExtractedChunk[], ExtractionSummary, void>;

/** Reads the text of the content and cuts it into chunks, outside of this process. */
@Injectable()
export class ExtractStep {
  constructor(private readonly extraction: TextExtraction) {}

  async *run({ document, signal, progress }: IngestionRun, { path }: Source): Chunks {
    const { mimeType, fileName, title, titleGiven, chunking } = document;
    const summary = yield* this.extraction.read(
      { path, mimeType, fileName: fileName ?? undefined, title: titleGiven ? title : undefined },
      chunking,
      signal,
      // Cutting goes on beside reading; it is shown as a stage of its own once all is read.
      (_, fraction) => progress.advance('extracting', fraction),
    );
    progress.advance('chunking', 1);
    return summary;
  }
}
