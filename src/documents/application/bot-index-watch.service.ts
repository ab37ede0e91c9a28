import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';

import { VectorIndexes } from '../../retrieval/index.js';
import { type BotIndex, BotIndexes } from './bot-indexes.service.js';

/** Counting passages of a large bot takes a while; nobody reads faster than this. */
const INTERVAL_MS = 1_000;

/** Follows the indexes that are being built by this process, for live display. */
@Injectable()
export class BotIndexWatch implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Documents');
  private readonly changed = new Set<string>();
  private listener: (news: BotIndex) => void = () => undefined;
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly indexes: BotIndexes,
    private readonly source: VectorIndexes,
  ) {}

  onModuleInit(): void {
    this.source.onProgress((botId) => {
      this.changed.add(botId);
      this.timer ??= setTimeout(() => void this.tell(), INTERVAL_MS).unref();
    });
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    this.listener = () => undefined;
  }

  /** `listener` must not throw. */
  listen(listener: (news: BotIndex) => void): void {
    this.listener = listener;
  }

  private async tell(): Promise<void> {
    const botIds = [...this.changed];
    this.changed.clear();
    this.timer = undefined;
    try {
      for (const botId of botIds) this.listener(await this.indexes.look(botId));
    } catch (error) {
      this.logger.warn(`looking at an index failed: ${(error as Error).message}`);
    }
  }
}
