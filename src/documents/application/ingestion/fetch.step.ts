import { Injectable } from '@nestjs/common';

import { AppConfig } from '../../../platform/config/index.js';
import { TransactionRunner } from '../../../platform/database/index.js';
import { Outbox } from '../../../platform/events/index.js';
import { FileStorage } from '../../../platform/storage/index.js';
import type { Document } from '../../domain/document.js';
import { DocumentReady } from '../../domain/events/document-ready.event.js';
import { FilesReleased } from '../../domain/events/files-released.event.js';
import { contentKey } from '../../domain/storage-keys.js';
import { DocumentAnnouncer } from '../document-announcer.service.js';
import { DocumentRepository } from '../ports/document-repository.port.js';
import { WebPageFetcher } from '../ports/web-page-fetcher.port.js';
import { type IngestionRun, RunSuperseded } from './ingestion-run.js';

export interface Source {
  /** Absolute path of a local file with the content. */
  path: string;
  /** The content is the one that answers already; the document is ready. */
  unchanged: boolean;
}

/** Brings the content to this machine: fetches a web page into the storage, finds the file of everything else. */
@Injectable()
export class FetchStep {
  constructor(
    private readonly pages: WebPageFetcher,
    private readonly storage: FileStorage,
    private readonly documents: DocumentRepository,
    private readonly announcer: DocumentAnnouncer,
    private readonly transactions: TransactionRunner,
    private readonly outbox: Outbox,
    private readonly config: AppConfig,
  ) {}

  async run(run: IngestionRun): Promise<Source> {
    const unchanged = run.document.kind === 'url' && (await this.fetch(run));
    return { path: await this.storage.localPath(run.document.storageKey ?? ''), unchanged };
  }

  private async fetch(run: IngestionRun): Promise<boolean> {
    const { workspaceId, botId, url } = run.document;
    const maxBytes = this.config.maxUploadBytes;
    const page = await this.pages.fetch(url ?? '', { maxBytes }, run.signal);
    const storageKey = contentKey(workspaceId, botId, run.attempt);
    const stored = await this.storage.write(storageKey, page.body, { maxBytes });
    const before = run.document;
    const content = { storageKey, fileName: page.fileName, mimeType: page.mimeType, ...stored };
    const unchanged = before.activeSha256 === stored.sha256;
    run.document = await this.transactions.run(async () => {
      let document = await this.documents.setContent(run, content);
      if (document && unchanged) document = await this.documents.completeUnchanged(run);
      if (!document) throw new RunSuperseded();
      await this.outbox.publish(...this.events(before, document));
      return document;
    });
    if (unchanged) this.announcer.ready(run.document);
    return unchanged;
  }

  private events(before: Document, { workspaceId, botId, id, version, status }: Document) {
    return [
      ...(before.storageKey ? [new FilesReleased([before.storageKey])] : []),
      ...(status === 'ready' ? [new DocumentReady(workspaceId, botId, id, version)] : []),
    ];
  }
}
