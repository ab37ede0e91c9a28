import { Injectable } from '@nestjs/common';

import { newId } from '../../../kernel/id.js';
import { type ChunkVectors, type NewChunk, VectorIndex } from '../../../retrieval/index.js';
import type { ExtractedChunk, ExtractionSummary } from '../../domain/extraction/extracted-chunk.js';
import type { Chunks } from './extract.step.js';
import type { IngestionRun } from './ingestion-run.js';

export interface EmbeddedBatch {
  chunks: NewChunk[];
  /** One for each chunk, or none at all. */
  vectors: ChunkVectors | null;
}

export type EmbeddedChunks = AsyncGenerator<EmbeddedBatch, ExtractionSummary, void>;

/** Batches that are being embedded at the same time: the provider is waited for, not each of its answers in turn. */
const AHEAD = 4;

/** Adds vectors, batch by batch, when an embedding model is set up. */
@Injectable()
export class EmbedStep {
  constructor(private readonly index: VectorIndex) {}

  async *run(run: IngestionRun, batches: Chunks): EmbeddedChunks {
    const under: Promise<EmbeddedBatch>[] = [];
    const ahead = this.index.enabled ? AHEAD : 1;
    const embedder = this.embedder(run);
    try {
      let next = await batches.next();
      for (; !next.done; next = await batches.next()) {
        under.push(handled(embedder(next.value)));
        if (under.length >= ahead) yield await under.shift()!;
      }
      while (under.length > 0) yield await under.shift()!;
      run.progress.advance('embedding', 1);
      return next.value;
    } finally {
      await batches.return(undefined as never);
    }
  }

  /** A provider that failed once is not asked for the rest of the document: that gets its vectors later. */
  private embedder({ document: { workspaceId, botId }, documentId, signal }: IngestionRun) {
    let asks = this.index.enabled;
    return async (batch: ExtractedChunk[]): Promise<EmbeddedBatch> => {
      const chunks = batch.map((chunk) => ({ ...chunk, id: newId() }));
      if (!asks) return { chunks, vectors: null };
      const vectors = await this.index.embed({ workspaceId, botId, documentId }, chunks, signal);
      asks &&= vectors !== null;
      return { chunks, vectors };
    };
  }
}

/** It is awaited later; failing before that is no unhandled rejection. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
