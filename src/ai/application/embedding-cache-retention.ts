import { Injectable } from '@nestjs/common';

import { HOUR_MS, PeriodicTask } from '../../platform/upkeep/index.js';
import { EmbeddingModels } from './embedding-models.service.js';
import { EmbeddingCache } from './ports/embedding-cache.port.js';

const DAYS = 30;
/** Some 800 MB with 768 dimensions. */
const MOST = 250_000;

/** Keeps the cache of embeddings from growing without end. */
@Injectable()
export class EmbeddingCacheRetention extends PeriodicTask {
  constructor(
    private readonly cache: EmbeddingCache,
    private readonly models: EmbeddingModels,
  ) {
    super('Embeddings', HOUR_MS);
  }

  protected async work(): Promise<void> {
    const count = await this.cache.trim(DAYS, MOST);
    if (count > 0) this.logger.log(`${count} cached embeddings were forgotten`);
  }

  protected override needed(): boolean {
    return this.models.enabled;
  }
}
