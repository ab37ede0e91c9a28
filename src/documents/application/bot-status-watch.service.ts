import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';

import { type BotStatus, botStatus, DocumentCounts, type DocumentTally } from '../../bots/index.js';
import { DocumentAnnouncer, type DocumentNews } from './document-announcer.service.js';

export interface BotStatusNews {
  botId: string;
  status: BotStatus;
  documents: DocumentTally;
}

const NO_DOCUMENTS: DocumentTally = { total: 0, ready: 0, processing: 0, failed: 0 };
/** A bot's documents are counted at most this often, however many of them change. */
const INTERVAL_MS = 300;

/** Follows what the documents of bots add up to, for live display. */
@Injectable()
export class BotStatusWatch implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Documents');
  private readonly listeners: ((news: BotStatusNews) => void)[] = [];
  private readonly changed = new Set<string>();
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly announcer: DocumentAnnouncer,
    private readonly counts: DocumentCounts,
  ) {}

  onModuleInit(): void {
    this.announcer.listen((news) => this.note(news));
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    this.listeners.length = 0;
  }

  listen(listener: (news: BotStatusNews) => void): void {
    this.listeners.push(listener);
  }

  private note({ type, document: { botId, status } }: DocumentNews): void {
    if (type === 'progress' && status === 'processing') return;
    this.changed.add(botId);
    this.timer ??= setTimeout(() => void this.count(), INTERVAL_MS).unref();
  }

  private async count(): Promise<void> {
    const botIds = [...this.changed];
    this.changed.clear();
    this.timer = undefined;
    try {
      const tallies = await this.counts.of(botIds);
      for (const botId of botIds) {
        const documents = tallies.get(botId) ?? NO_DOCUMENTS;
        for (const listener of this.listeners) listener({ botId, status: botStatus(documents), documents });
      }
    } catch (error) {
      this.logger.warn(`counting documents failed: ${(error as Error).message}`);
    }
  }
}
