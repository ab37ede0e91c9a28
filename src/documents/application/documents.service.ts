import type { Readable } from 'node:stream';

import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/id.js';
import { type Page, type PageRequest, toPage } from '../../kernel/page.js';
import { AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { Outbox } from '../../platform/events/index.js';
import {
  assertPermitted,
  type Caller,
  permittedBy,
  type Reach,
  readableBy,
} from '../../platform/http/access/index.js';
import { FileStorage } from '../../platform/storage/index.js';
import { type Chunk, IndexWriter, type SearchResult, SearchService } from '../../retrieval/index.js';
import type { ChunkingOptions } from '../domain/chunking/chunking-options.js';
import type { Document } from '../domain/document.js';
import { DocumentDeleted } from '../domain/events/document-deleted.event.js';
import { DocumentsQueued } from '../domain/events/documents-queued.event.js';
import { FilesReleased } from '../domain/events/files-released.event.js';
import { auditOf } from './audit-of-document.js';
import { BotAccess } from './bot-access.service.js';
import { DocumentAnnouncer } from './document-announcer.service.js';
import { IngestionRuns } from './ingestion/ingestion-runs.service.js';
import { type DocumentFilter, DocumentRepository } from './ports/document-repository.port.js';

/** What a caller may do with the documents that are there. */
@Injectable()
export class DocumentsService {
  constructor(
    private readonly bots: BotAccess,
    private readonly documents: DocumentRepository,
    private readonly index: IndexWriter,
    private readonly searching: SearchService,
    private readonly storage: FileStorage,
    private readonly transactions: TransactionRunner,
    private readonly outbox: Outbox,
    private readonly runs: IngestionRuns,
    private readonly announcer: DocumentAnnouncer,
    private readonly audit: AuditTrail,
  ) {}

  /** `listName` binds the cursor to this bot and filter. */
  async list(
    caller: Caller,
    botId: string,
    filter: DocumentFilter,
    page: PageRequest & { listName: string },
  ): Promise<Page<Document>> {
    const bot = await this.bots.forReading(caller, botId);
    return toPage(page.listName, await this.documents.list(bot, filter, page), page.limit);
  }

  /** Throws `document.not_found` when there is none in the caller's workspaces. */
  async get(caller: Caller, id: string): Promise<Document> {
    const document = await this.documents.find(readableBy(caller.scope('documents:read')), id);
    return document ?? notFound();
  }

  async chunks(caller: Caller, id: string, page: PageRequest): Promise<Page<Chunk>> {
    const document = await this.get(caller, id);
    return this.index.listChunks(document.id, page);
  }

  /** Throws `document.no_file` for a page that has not been fetched, `storage.missing` when the file is gone. */
  async file(caller: Caller, id: string): Promise<{ document: Document; content: Readable }> {
    const document = await this.get(caller, id);
    if (!document.storageKey) throw new DomainError('document.no_file', 'not_found');
    return { document, content: await this.storage.read(document.storageKey) };
  }

  /** As the bot itself searches. */
  async search(caller: Caller, botId: string, text: string, topK: number): Promise<SearchResult> {
    const bot = await this.bots.forSearching(caller, botId);
    return this.searching.search({ ...bot, text, topK });
  }

  /** Reads the document again, from the page or the stored file; what it answered before stays until that is done. */
  async reprocess(caller: Caller, id: string, chunking?: ChunkingOptions): Promise<Document> {
    const reach = await this.writable(caller, id);
    const document = await this.transactions.run(async () => {
      const requeued = await this.documents.requeue(reach, id, newId(), chunking);
      if (!requeued) return notFound();
      const { document, previousAttempt } = requeued;
      const { workspaceId, botId, version } = document;
      if (previousAttempt) {
        await this.index.discard({ workspaceId, botId, documentId: id, version: previousAttempt });
      }
      await this.outbox.publish(new DocumentsQueued(workspaceId, botId, [{ documentId: id, version }]));
      await this.audit.record(auditOf('document.reprocessed', document));
      return document;
    });
    this.runs.supersede(id);
    this.announcer.progressed(document);
    return document;
  }

  /** Gone from answers when this returns; its file follows. A run that is at work ends without a trace. */
  async delete(caller: Caller, id: string): Promise<void> {
    const reach = await this.writable(caller, id);
    const document = await this.transactions.run(async () => {
      const deleted = await this.documents.delete(reach, id);
      if (!deleted) return notFound();
      const { workspaceId, botId, storageKey } = deleted;
      await this.index.remove(botId, [id]);
      await this.outbox.publish(
        new DocumentDeleted(workspaceId, botId, id),
        ...(storageKey ? [new FilesReleased([storageKey])] : []),
      );
      await this.audit.record(auditOf('document.deleted', deleted));
      return deleted;
    });
    this.runs.supersede(id);
    this.announcer.deleted(document);
  }

  private async writable(caller: Caller, id: string): Promise<Reach> {
    const scope = caller.scope('documents:write');
    const document = (await this.documents.find(readableBy(scope), id)) ?? notFound();
    assertPermitted(scope, document.workspaceId);
    return permittedBy(scope);
  }
}

function notFound(): never {
  throw new DomainError('document.not_found', 'not_found');
}
