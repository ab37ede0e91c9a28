import { Injectable, Optional } from '@nestjs/common';

import { EmbeddingModel } from '../../../ai/index.js';
import { newId } from '../../../kernel/id.js';
import { type ChunkVector, type NewChunk, VectorIndex } from '../../../retrieval/index.js';
import type { ExtractionSummary } from '../../domain/extraction/extracted-chunk.js';
import type { Chunks } from './extract.step.js';
import type { IngestionRun } from './ingestion-run.js';

export interface EmbeddedBatch {
  chunks: NewChunk[];
  /** One for each chunk, or none when there is no embedding model. */
  vectors: ChunkVector[];
}

export type EmbeddedChunks = AsyncGenerator<EmbeddedBatch, ExtractionSummary, void>;

/** Adds vectors, batch by batch, when both an embedding model and a vector index are set up. */
@Injectable()
export class EmbedStep {
  constructor(
    private readonly index: VectorIndex,
    @Optional() private readonly model?: EmbeddingModel,
  ) {}

  async *run(run: IngestionRun, batches: Chunks): EmbeddedChunks {
    try {
      let next = await batches.next();
      for (; !next.done; next = await batches.next()) {
        const chunks = next.value.map((chunk) => ({ ...chunk, id: newId() }));
        yield { chunks, vectors: await this.embed(run, chunks) };
      }
      run.progress.advance('embedding', 1);
      return next.value;
    } finally {
      await batches.return(undefined as never);
    }
  }

  private async embed(
    { documentId, signal }: IngestionRun,
    chunks: (NewChunk & { id: string })[],
  ): Promise<ChunkVector[]> {
    if (!this.model || !this.index.enabled) return [];
    const texts = chunks.map(({ heading, content }) => [...heading, content].join('\n'));
    const vectors = await this.model.embed(texts, 'document', signal);
    return chunks.map(({ id }, place) => ({ chunkId: id, documentId, vector: vectors[place] }));
  }
}
