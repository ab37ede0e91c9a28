import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import type { Page, PageRequest } from '../../kernel/page.js';
import { Database, TransactionRunner } from '../../platform/database/index.js';
import type { Chunk } from '../domain/chunk.js';
import type { IndexTarget } from '../domain/index-target.js';
import type { NewChunk } from '../domain/new-chunk.js';
import { IndexStore } from './ports/index-store.port.js';
import { VectorIndex } from './ports/vector-index.port.js';
import { StatisticsFolder } from './statistics-folder.js';

export interface PublishedDocument {
  title: string;
  url?: string;
  /** Chunks that were staged, where the caller counted them; compared with what is there. */
  chunkCount?: number;
}

/**
 * Writes the index. A new version of a document is staged in batches, invisible, and published in one transaction.
 * The caller holds the row lock of the document in the transaction in which it publishes or removes it: that orders the
 * two, and stops an attempt that was overtaken.
 */
@Injectable()
export class IndexWriter {
  constructor(
    private readonly store: IndexStore,
    private readonly folder: StatisticsFolder,
    private readonly database: Database,
    private readonly transactions: TransactionRunner,
    private readonly vectors: VectorIndex,
  ) {}

  /** Writes a batch (a few hundred chunks at most) of an unpublished version. Safe to repeat: ordinals overwrite. */
  async stage(target: IndexTarget, chunks: NewChunk[]): Promise<void> {
    if (chunks.length > 0) await this.store.stage(target, chunks);
  }

  /**
   * Makes the staged version the document's only one, and drops what other attempts staged. `rest` are its last chunks,
   * which need not be staged: a small document takes one statement. To be called inside
   * `TransactionRunner.run`: nothing is visible before it commits, everything after. Throws
   * `retrieval.staging_incomplete` (unavailable) when staged chunks are missing, as after a crash of PostgreSQL or when
   * another attempt published first: repeat the attempt from the start, under a new version.
   */
  async publish(
    target: IndexTarget,
    document: PublishedDocument,
    rest: NewChunk[] = [],
  ): Promise<{ chunkCount: number }> {
    const { chunks, first, last } = await this.store.publish(target, document, rest);
    const gapless = chunks > 0 && first === 0 && last === chunks - 1;
    if (
      document.chunkCount === undefined
        ? !gapless
        : document.chunkCount !== chunks || (chunks > 0 && !gapless)
    ) {
      throw new DomainError('retrieval.staging_incomplete', 'unavailable', { params: { chunks } });
    }
    this.afterCommit(target.botId, [target.documentId]);
    return { chunkCount: chunks };
  }

  /** Drops what an attempt staged. Safe to repeat. */
  async discard(target: IndexTarget): Promise<void> {
    await this.store.discard(target);
  }

  /** Takes documents out of the index, staged versions included. To be called in the transaction that deletes them. */
  async remove(botId: string, documentIds: string[]): Promise<void> {
    if (documentIds.length === 0) return;
    await this.store.remove(botId, documentIds);
    this.afterCommit(botId, documentIds);
  }

  /** Takes everything of a bot out of the index; joins the transaction that is open. */
  async removeBot(botId: string): Promise<void> {
    await this.transactions.run(() => this.store.removeBot(botId));
  }

  /** Published chunks of a document in their order. The caller has checked that the document may be read. */
  listChunks(documentId: string, page: PageRequest): Promise<Page<Chunk>> {
    return this.store.listChunks(documentId, page);
  }

  /** Counts a bot's word statistics anew. They are kept exact; this is for the operator who doubts it. */
  async rebuildStatistics(botId: string): Promise<void> {
    await this.transactions.run(() => this.store.rebuildStatistics(botId));
  }

  private afterCommit(botId: string, documentIds: string[]): void {
    this.database.afterCommit(() => {
      this.folder.changed(botId);
      this.vectors.changed(botId, documentIds);
    });
  }
}
