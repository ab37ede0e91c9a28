import { Injectable } from '@nestjs/common';

import { OnDomainEvent } from '../../platform/events/index.js';
import { IngestionQueue } from '../application/ingestion-queue.service.js';
import { PurgeDocuments } from '../application/purge-documents.service.js';
import type { BotRef } from '../application/ports/document-repository.port.js';
import type { DocumentsQueued } from '../domain/events/documents-queued.event.js';
import type { FilesReleased } from '../domain/events/files-released.event.js';

/** What follows from events, after their change has been committed. */
@Injectable()
export class DocumentsListener {
  constructor(
    private readonly queue: IngestionQueue,
    private readonly purge: PurgeDocuments,
  ) {}

  @OnDomainEvent('documents.queued')
  async enqueue({ workspaceId, documents }: DocumentsQueued): Promise<void> {
    await this.queue.add(workspaceId, documents);
  }

  @OnDomainEvent('documents.files_released')
  async removeFiles({ storageKeys }: FilesReleased): Promise<void> {
    await this.purge.files(storageKeys);
  }

  @OnDomainEvent('bot.deleted')
  async removeAllOfBot({ botId, workspaceId }: BotRef): Promise<void> {
    await this.purge.ofBot({ botId, workspaceId });
  }

  @OnDomainEvent('workspace.deleted')
  async removeAllOfWorkspace({ workspaceId }: { workspaceId: string }): Promise<void> {
    await this.purge.ofWorkspace(workspaceId);
  }
}
