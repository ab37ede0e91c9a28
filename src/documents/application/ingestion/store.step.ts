import { Injectable } from '@nestjs/common';

import { TransactionRunner } from '../../../platform/database/index.js';
import { Outbox } from '../../../platform/events/index.js';
import { IndexWriter, VectorIndex } from '../../../retrieval/index.js';
import { DocumentReady } from '../../domain/events/document-ready.event.js';
import type { ExtractionSummary } from '../../domain/extraction/extracted-chunk.js';
import { DocumentAnnouncer } from '../document-announcer.service.js';
import { DocumentRepository } from '../ports/document-repository.port.js';
import type { EmbeddedBatch, EmbeddedChunks } from './embed.step.js';
import { type IngestionRun, RunSuperseded } from './ingestion-run.js';
import { RunKeeper } from './run-keeper.service.js';

/** Writes the chunks into the index and makes them visible, together with the document's `ready`, at once. */
@Injectable()
export class StoreStep {
  constructor(
    private readonly documents: DocumentRepository,
    private readonly index: IndexWriter,
    private readonly vectors: VectorIndex,
    private readonly keeper: RunKeeper,
    private readonly announcer: DocumentAnnouncer,
    private readonly transactions: TransactionRunner,
    private readonly outbox: Outbox,
  ) {}

  async run(run: IngestionRun, batches: EmbeddedChunks): Promise<void> {
    let held: EmbeddedBatch = { chunks: [], vectors: null };
    try {
      let next = await batches.next();
      for (; !next.done; next = await batches.next()) {
        await this.stage(run, held);
        held = next.value;
        // Searches take a vector for a passage only once its chunk is published.
        if (held.vectors) await this.vectors.upsert(held.vectors);
      }
      run.progress.advance('indexing', 0);
      // The last batch travels with the publication: a small document costs one transaction in all.
      await this.publish(run, held, next.value);
    } finally {
      // Ends the reading when storing has failed.
      await batches.return(undefined as never);
    }
  }

  /** Invisible to searches until it is published. */
  private async stage(run: IngestionRun, { chunks }: EmbeddedBatch): Promise<void> {
    if (chunks.length === 0) return;
    await this.transactions.run(async () => {
      if (!(await this.documents.lockRun(run))) throw new RunSuperseded();
      await this.index.stage(this.keeper.target(run.document, run.attempt), chunks);
    });
  }

  private async publish(
    run: IngestionRun,
    { chunks }: EmbeddedBatch,
    summary: ExtractionSummary,
  ): Promise<void> {
    const document = await this.transactions.run(async () => {
      run.signal.throwIfAborted();
      const completed = await this.documents.complete(run, summary);
      if (!completed) throw new RunSuperseded();
      const { workspaceId, botId, id, title, url, version } = completed;
      const target = this.keeper.target(completed, run.attempt);
      const published = { title, url: url ?? undefined, chunkCount: summary.chunkCount };
      await this.index.publish(target, published, chunks);
      await this.outbox.publish(new DocumentReady(workspaceId, botId, id, version));
      return completed;
    });
    this.announcer.ready(document);
  }
}
