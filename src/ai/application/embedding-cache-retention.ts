import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { EmbeddingModels } from './embedding-models.service.js';
import { EmbeddingCache } from './ports/embedding-cache.port.js';

const EVERY_MS = 3_600_000;
const DAYS = 30;
/** Some 800 MB with 768 dimensions. */
const MOST = 250_000;

/** Keeps the cache of embeddings from growing without end. */
@Injectable()
export class EmbeddingCacheRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Embeddings');
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly cache: EmbeddingCache,
    private readonly models: EmbeddingModels,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.models.enabled) return;
    this.timer = setInterval(() => void this.run(), EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async run(): Promise<void> {
    try {
      const count = await this.cache.trim(DAYS, MOST);
      if (count > 0) this.logger.log(`${count} cached embeddings were forgotten`);
    } catch (error) {
      this.logger.warn(`the cache of embeddings was not trimmed: ${(error as Error).message}`);
    }
  }
}
