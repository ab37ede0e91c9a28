import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { newId } from '../../kernel/id.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { JobQueues } from '../../platform/queue/index.js';
import { IndexWriter } from '../../retrieval/index.js';
import type { Document } from '../domain/document.js';
import { INGESTION_QUEUE, IngestionQueue } from './ingestion-queue.service.js';
import { DocumentRepository } from './ports/document-repository.port.js';

const EVERY_MS = 30_000;
const BATCH = 500;
/** A run that has been dead for this long was not picked up by its job again, so that job is spent. */
const SPENT_AFTER_MS = 60_000;

/**
 * Rows are the truth, jobs only a means: documents that wait or whose run is dead get a job again when the queue has
 * lost it (a crash between commit and enqueue, a flushed Redis, a job that failed while the database was away).
 */
@Injectable()
export class IngestionReconciler implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Ingestion');
  private timer?: NodeJS.Timeout;
  private sweeping?: Promise<void>;

  constructor(
    private readonly documents: DocumentRepository,
    private readonly queue: IngestionQueue,
    private readonly jobs: JobQueues,
    private readonly index: IndexWriter,
    private readonly transactions: TransactionRunner,
  ) {}

  onApplicationBootstrap(): void {
    this.start(() => this.sweep());
    this.timer = setInterval(() => this.start(() => this.check()), EVERY_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  /**
   * Cheap when all is well: as many open jobs as unfinished documents means that none is missing. When adding jobs does
   * not help, they are there and have failed before they could claim their documents.
   */
  async check(): Promise<void> {
    if (!(await this.lacksJobs())) return;
    await this.sweep();
    if (await this.lacksJobs()) await this.sweep((versions) => this.jobs.failed(INGESTION_QUEUE, versions));
  }

  /** Looks at every stranded document; one whose job is waiting keeps it. `failed` tells of versions whose job is spent. */
  async sweep(failed: (versions: string[]) => Promise<Set<string>> = async () => new Set()): Promise<void> {
    let after: string | null = null;
    for (;;) {
      const stranded = await this.documents.listStranded(after, BATCH);
      if (stranded.length === 0) return;
      after = stranded[stranded.length - 1].id;
      const spent = await failed(stranded.map(({ version }) => version));
      const isSpent = (document: Document) => spent.has(document.version) || isDeadForLong(document);
      const renewed = await Promise.all(stranded.filter(isSpent).map((document) => this.renewed(document)));
      await this.enqueue([...renewed, ...stranded.filter((document) => !isSpent(document))]);
    }
  }

  private async lacksJobs(): Promise<boolean> {
    const [unfinished, open] = await Promise.all([
      this.documents.countUnfinished(),
      this.jobs.countOpen(INGESTION_QUEUE),
    ]);
    return open < unfinished;
  }

  private async enqueue(documents: (Document | null)[]): Promise<void> {
    const byWorkspace = new Map<string, Document[]>();
    for (const document of documents) {
      if (!document) continue;
      byWorkspace.set(document.workspaceId, [...(byWorkspace.get(document.workspaceId) ?? []), document]);
    }
    for (const [workspaceId, own] of byWorkspace) {
      await this.queue.add(
        workspaceId,
        own.map(({ id, version }) => ({ documentId: id, version })),
      );
    }
  }

  /** A spent job keeps its id in the queue, so its document goes on under a new version. */
  private async renewed({ id, workspaceId, botId }: Document): Promise<Document | null> {
    return this.transactions.run(async () => {
      const requeued = await this.documents.requeue(
        { workspaces: [workspaceId], bots: [botId], visitor: null },
        id,
        newId(),
      );
      if (!requeued) return null;
      const { previousAttempt } = requeued;
      if (previousAttempt) {
        await this.index.discard({ workspaceId, botId, documentId: id, version: previousAttempt });
      }
      return requeued.document;
    });
  }

  private start(work: () => Promise<void>): void {
    this.sweeping ??= work()
      .catch((error: Error) => this.logger.warn(`looking for lost jobs failed: ${error.message}`))
      .finally(() => (this.sweeping = undefined));
  }
}

function isDeadForLong({ leaseUntil }: Document): boolean {
  return leaseUntil !== null && Date.now() - leaseUntil.getTime() >= SPENT_AFTER_MS;
}
