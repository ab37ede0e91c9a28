import { Module } from '@nestjs/common';

import { AppConfig } from '../platform/config/index.js';
import { EmbeddingCacheRetention } from './application/embedding-cache-retention.js';
import { EMBEDDING_MODEL_PROVIDERS, EmbeddingModels } from './application/embedding-models.service.js';
import { EmbeddingCache } from './application/ports/embedding-cache.port.js';
import { PostgresEmbeddingCache } from './infrastructure/postgres-embedding.cache.js';
import { GeminiEmbeddingModelProvider } from './providers/gemini/gemini-embedding-model.provider.js';
import { OpenAiEmbeddingModelProvider } from './providers/openai/openai-embedding-model.provider.js';

/** Embedding models of the vendors that are configured; none without a key. */
@Module({
  providers: [
    { provide: EmbeddingCache, useClass: PostgresEmbeddingCache },
    {
      provide: EMBEDDING_MODEL_PROVIDERS,
      inject: [AppConfig],
      useFactory: ({ gemini, openai, embeddingRequestsPerMinute: perMinute }: AppConfig) => [
        ...(gemini ? [new GeminiEmbeddingModelProvider(gemini, { perMinute })] : []),
        ...(openai ? [new OpenAiEmbeddingModelProvider(openai, { perMinute })] : []),
      ],
    },
    EmbeddingModels,
    EmbeddingCacheRetention,
  ],
  exports: [EmbeddingModels],
})
export class EmbeddingModule {}
