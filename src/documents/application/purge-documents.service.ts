import { Injectable } from '@nestjs/common';

import { TransactionRunner } from '../../platform/database/index.js';
import { FileStorage } from '../../platform/storage/index.js';
import { IndexWriter } from '../../retrieval/index.js';
import { botFolder, workspaceFolder } from '../domain/storage-keys.js';
import { IngestionRuns } from './ingestion/ingestion-runs.service.js';
import { type BotRef, DocumentRepository } from './ports/document-repository.port.js';

/** Small enough that no transaction holds its locks for long. */
const BATCH = 50;

/** Removes what documents leave behind. Every method may be repeated. */
@Injectable()
export class PurgeDocuments {
  constructor(
    private readonly documents: DocumentRepository,
    private readonly index: IndexWriter,
    private readonly storage: FileStorage,
    private readonly transactions: TransactionRunner,
    private readonly runs: IngestionRuns,
  ) {}

  /** Everything of a bot that is gone: documents, chunks, files. */
  async ofBot(bot: BotRef): Promise<void> {
    for (let deleted = await this.some(bot); deleted.length > 0; deleted = await this.some(bot)) {
      for (const id of deleted) this.runs.supersede(id);
    }
    await this.storage.delete(botFolder(bot.workspaceId, bot.botId));
  }

  /** Everything of a workspace that is gone, bot by bot. */
  async ofWorkspace(workspaceId: string): Promise<void> {
    for (const botId of await this.documents.botsWithDocuments(workspaceId)) {
      await this.ofBot({ botId, workspaceId });
    }
    // Also what was stored by a process that died before there was a document.
    await this.storage.delete(workspaceFolder(workspaceId));
  }

  async files(storageKeys: string[]): Promise<void> {
    for (const key of storageKeys) await this.storage.delete(key);
  }

  private some(bot: BotRef): Promise<string[]> {
    return this.transactions.run(async () => {
      const ids = await this.documents.deleteSome(bot, BATCH);
      if (ids.length > 0) await this.index.remove(bot.botId, ids);
      return ids;
    });
  }
}
