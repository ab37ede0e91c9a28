import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DelayedError, type Job, UnrecoverableError } from 'bullmq';

import { AppConfig } from '../../platform/config/index.js';
import { workerOptions } from '../../platform/queue/index.js';
import { DocumentUnreadable, IngestionPipeline } from '../application/ingestion/ingestion.pipeline.js';
import { ServerStopping } from '../application/ingestion/ingestion-run.js';
import { INGESTION_QUEUE, type IngestionJob } from '../application/ingestion-queue.service.js';

/** Runs ingestion jobs, and tells BullMQ which errors are worth another attempt. */
@Processor(INGESTION_QUEUE, { ...workerOptions, autorun: false })
export class IngestionProcessor extends WorkerHost implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Ingestion');

  constructor(
    private readonly pipeline: IngestionPipeline,
    private readonly config: AppConfig,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.worker.concurrency = this.config.ingestionConcurrency;
    this.worker.run().catch((error: Error) => this.logger.error(`worker stopped: ${error.message}`));
  }

  /** Takes no new job; those at work are handed back by `IngestionRuns`. */
  async onModuleDestroy(): Promise<void> {
    await this.worker.pause(true);
  }

  async process(job: Job<IngestionJob>, token?: string): Promise<void> {
    const isLastAttempt = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
    try {
      await this.pipeline.run(job.data, isLastAttempt);
    } catch (error) {
      if (error instanceof ServerStopping) {
        await job.moveToDelayed(Date.now(), token);
        throw new DelayedError();
      }
      this.logger.warn(`document ${job.data.documentId}: ${(error as Error).message}`);
      throw error instanceof DocumentUnreadable ? new UnrecoverableError(error.code) : error;
    }
  }

  @OnWorkerEvent('error')
  onError(error: Error): void {
    this.logger.warn(`queue connection: ${error.message}`);
  }
}
