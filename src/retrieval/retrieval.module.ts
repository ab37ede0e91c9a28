import { Module } from '@nestjs/common';

import { EmbeddingModels, EmbeddingModule } from '../ai/index.js';
import { AppConfig } from '../platform/config/index.js';
import { Database, TransactionRunner } from '../platform/database/index.js';
import { AnalysedChunks } from './application/analysed-chunks.js';
import { IndexWriter } from './application/index-writer.service.js';
import { IndexStore } from './application/ports/index-store.port.js';
import { LexicalIndex } from './application/ports/lexical-index.port.js';
import { VectorIndex } from './application/ports/vector-index.port.js';
import { MeaningSearch } from './application/meaning-search.service.js';
import { PassageReader } from './application/passage-reader.service.js';
import { SearchService } from './application/search.service.js';
import { StatisticsFolder } from './application/statistics-folder.js';
import { GenerationalVectorIndex } from './application/generational-vector.index.js';
import { VectorGenerationRepository } from './application/ports/vector-generation-repository.port.js';
import { VectorKeeper } from './application/vector-keeper.service.js';
import { VectorIndexes } from './application/vector-indexes.service.js';
import { VECTOR_STORE_LIST, VectorStores } from './application/vector-stores.service.js';
import { PostgresVectorGenerationRepository } from './infrastructure/postgres-vector-generation.repository.js';
import { openVectorStores } from './infrastructure/vector-stores.js';
import { PostgresIndexStore } from './infrastructure/postgres-index.store.js';
import { PostgresLexicalIndex } from './infrastructure/postgres-lexical.index.js';
import { RememberingLexicalIndex } from './infrastructure/remembering-lexical.index.js';

/** The index: documents writes it, chat reads it. */
@Module({
  imports: [EmbeddingModule],
  providers: [
    PostgresLexicalIndex,
    { provide: LexicalIndex, useClass: RememberingLexicalIndex },
    { provide: IndexStore, useClass: PostgresIndexStore },
    { provide: VectorGenerationRepository, useClass: PostgresVectorGenerationRepository },
    {
      provide: VECTOR_STORE_LIST,
      inject: [AppConfig, EmbeddingModels, Database, TransactionRunner],
      useFactory: (
        config: AppConfig,
        models: EmbeddingModels,
        database: Database,
        runner: TransactionRunner,
      ) => (models.enabled ? openVectorStores(config, database, runner) : []),
    },
    VectorStores,
    GenerationalVectorIndex,
    { provide: VectorIndex, useExisting: GenerationalVectorIndex },
    VectorKeeper,
    VectorIndexes,
    AnalysedChunks,
    StatisticsFolder,
    MeaningSearch,
    SearchService,
    PassageReader,
    IndexWriter,
  ],
  exports: [SearchService, PassageReader, IndexWriter, VectorIndex, VectorIndexes],
})
export class RetrievalModule {}
