import { Module } from '@nestjs/common';

import { AnalysedChunks } from './application/analysed-chunks.js';
import { IndexWriter } from './application/index-writer.service.js';
import { IndexStore } from './application/ports/index-store.port.js';
import { LexicalIndex } from './application/ports/lexical-index.port.js';
import { VectorIndex } from './application/ports/vector-index.port.js';
import { SearchService } from './application/search.service.js';
import { StatisticsFolder } from './application/statistics-folder.js';
import { NoVectorIndex } from './infrastructure/no-vector.index.js';
import { PostgresIndexStore } from './infrastructure/postgres-index.store.js';
import { PostgresLexicalIndex } from './infrastructure/postgres-lexical.index.js';
import { RememberingLexicalIndex } from './infrastructure/remembering-lexical.index.js';

/** The index: documents writes it, chat reads it. */
@Module({
  providers: [
    PostgresLexicalIndex,
    { provide: LexicalIndex, useClass: RememberingLexicalIndex },
    { provide: IndexStore, useClass: PostgresIndexStore },
    { provide: VectorIndex, useClass: NoVectorIndex },
    AnalysedChunks,
    StatisticsFolder,
    SearchService,
    IndexWriter,
  ],
  exports: [SearchService, IndexWriter, VectorIndex],
})
export class RetrievalModule {}
