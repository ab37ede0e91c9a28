import { availableParallelism } from 'node:os';

import { Module } from '@nestjs/common';

import { BotsModule, DocumentCounts } from '../bots/index.js';
import { AppConfig } from '../platform/config/index.js';
import { OutboundHttp, UndiciOutboundHttp } from '../platform/outbound/index.js';
import { QueueModule } from '../platform/queue/index.js';
import { RetrievalModule } from '../retrieval/index.js';
import { AcceptSubmissions } from './application/accept-submissions.service.js';
import { BotAccess } from './application/bot-access.service.js';
import { BotIndexWatch } from './application/bot-index-watch.service.js';
import { BotIndexes } from './application/bot-indexes.service.js';
import { BotStatusWatch } from './application/bot-status-watch.service.js';
import { DocumentAnnouncer } from './application/document-announcer.service.js';
import { DocumentsService } from './application/documents.service.js';
import { EmbedStep } from './application/ingestion/embed.step.js';
import { ExtractStep } from './application/ingestion/extract.step.js';
import { FetchStep } from './application/ingestion/fetch.step.js';
import { IngestionPipeline } from './application/ingestion/ingestion.pipeline.js';
import { IngestionRuns } from './application/ingestion/ingestion-runs.service.js';
import { RunKeeper } from './application/ingestion/run-keeper.service.js';
import { StoreStep } from './application/ingestion/store.step.js';
import { INGESTION_QUEUE, IngestionQueue } from './application/ingestion-queue.service.js';
import { IngestionReconciler } from './application/ingestion-reconciler.service.js';
import { ContentTypeDetector } from './application/ports/content-type-detector.port.js';
import { DocumentRepository } from './application/ports/document-repository.port.js';
import { TextExtraction } from './application/ports/text-extraction.port.js';
import { WebPageFetcher } from './application/ports/web-page-fetcher.port.js';
import { PurgeDocuments } from './application/purge-documents.service.js';
import { SubmitSources } from './application/submit-sources.service.js';
import { UploadDocuments } from './application/upload-documents.service.js';
import { FileContentTypeDetector } from './infrastructure/content-type/file-content-type.detector.js';
import { ChildProcessTextExtraction } from './infrastructure/extraction/child-process-text.extraction.js';
import { PostgresDocumentCounts } from './infrastructure/postgres-document.counts.js';
import { PostgresDocumentRepository } from './infrastructure/postgres-document.repository.js';
import { GuardedWebPageFetcher } from './infrastructure/web-pages/guarded-web-page.fetcher.js';
import { BotDocumentsController } from './presentation/bot-documents.controller.js';
import { BotIndexController } from './presentation/bot-index.controller.js';
import { DocumentsController } from './presentation/documents.controller.js';
import { DocumentsGateway } from './presentation/documents.gateway.js';
import { DocumentsListener } from './presentation/documents.listener.js';
import { IngestionProcessor } from './presentation/ingestion.processor.js';

/** Flow 1: a source comes in and becomes passages that answer. */
@Module({
  imports: [BotsModule, RetrievalModule, ...QueueModule.register(INGESTION_QUEUE)],
  controllers: [BotDocumentsController, BotIndexController, DocumentsController],
  providers: [
    { provide: DocumentRepository, useClass: PostgresDocumentRepository },
    { provide: DocumentCounts, useClass: PostgresDocumentCounts },
    { provide: ContentTypeDetector, useClass: FileContentTypeDetector },
    {
      provide: TextExtraction,
      inject: [AppConfig],
      useFactory: (config: AppConfig) =>
        new ChildProcessTextExtraction({
          concurrency: Math.min(config.ingestionConcurrency, availableParallelism()),
          heapMb: config.extractionHeapMb,
          deadlineMs: config.extractionTimeoutSeconds * 1_000,
        }),
    },
    {
      provide: OutboundHttp,
      inject: [AppConfig],
      useFactory: (config: AppConfig) => new UndiciOutboundHttp({ allowHosts: config.fetchAllowedHosts }),
    },
    {
      provide: WebPageFetcher,
      inject: [OutboundHttp],
      useFactory: (http: OutboundHttp) => new GuardedWebPageFetcher(http),
    },
    UploadDocuments,
    SubmitSources,
    AcceptSubmissions,
    DocumentsService,
    BotAccess,
    BotStatusWatch,
    BotIndexes,
    BotIndexWatch,
    DocumentAnnouncer,
    PurgeDocuments,
    IngestionQueue,
    IngestionReconciler,
    IngestionRuns,
    RunKeeper,
    IngestionPipeline,
    FetchStep,
    ExtractStep,
    EmbedStep,
    StoreStep,
    IngestionProcessor,
    DocumentsListener,
    DocumentsGateway,
  ],
  exports: [DocumentsService, SubmitSources],
})
export class DocumentsModule {}
