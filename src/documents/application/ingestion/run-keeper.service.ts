import { Injectable, Logger } from '@nestjs/common';

import { DomainError } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/id.js';
import { TransactionRunner } from '../../../platform/database/index.js';
import { Outbox } from '../../../platform/events/index.js';
import { FileStorage } from '../../../platform/storage/index.js';
import { IndexWriter } from '../../../retrieval/index.js';
import type { Document } from '../../domain/document.js';
import { DocumentFailed } from '../../domain/events/document-failed.event.js';
import { toFailure } from '../../domain/failure.js';
import { contentKey } from '../../domain/storage-keys.js';
import { DocumentAnnouncer } from '../document-announcer.service.js';
import { DocumentRepository } from '../ports/document-repository.port.js';
import { type IngestionRun, RunSuperseded } from './ingestion-run.js';
import { IngestionRuns } from './ingestion-runs.service.js';
import { RunProgress } from './run-progress.js';

const LEASE_SECONDS = 30;
const HEARTBEAT_MS = 2_000;
/** A document that ends the process again and again must not do so for ever. */
const MAX_ATTEMPTS = 40;

/** Begins runs, keeps their lease, and ends those that do not succeed. */
@Injectable()
export class RunKeeper {
  private readonly logger = new Logger('Ingestion');

  constructor(
    private readonly documents: DocumentRepository,
    private readonly runs: IngestionRuns,
    private readonly index: IndexWriter,
    private readonly files: FileStorage,
    private readonly announcer: DocumentAnnouncer,
    private readonly transactions: TransactionRunner,
    private readonly outbox: Outbox,
  ) {}

  /** Claims the version and does `work` under a lease; does nothing when the version is done, replaced or deleted. */
  async run(documentId: string, version: string, work: (run: IngestionRun) => Promise<void>): Promise<void> {
    await this.runs.track(documentId, async (abort) => {
      const attempt = newId();
      const claimed = await this.documents.claim(documentId, version, attempt, LEASE_SECONDS);
      if (!claimed) return;
      const run = this.newRun(claimed.document, attempt, abort.signal);
      const heart = setInterval(() => void this.beat(run, abort), HEARTBEAT_MS);
      try {
        if (claimed.previousAttempt) await this.discard(claimed.document, claimed.previousAttempt);
        if (claimed.document.attempts > MAX_ATTEMPTS) throw new DomainError('document.gave_up', 'invalid');
        await work(run);
      } finally {
        clearInterval(heart);
      }
    });
  }

  /** Ends a run as failed, unless it has been superseded. */
  async fail(run: IngestionRun, error: DomainError): Promise<void> {
    const failed = await this.transactions.run(async () => {
      const document = await this.documents.fail(run, toFailure(error));
      if (!document) return null;
      await this.index.discard(this.target(document, run.attempt));
      const { workspaceId, botId, id } = document;
      await this.outbox.publish(new DocumentFailed(workspaceId, botId, id, error.code));
      return document;
    });
    if (failed) this.announcer.failed(failed);
    else await this.discard(run.document, run.attempt);
  }

  /** Gives the document back to the queue: another run will begin from the start. */
  async release(run: IngestionRun): Promise<void> {
    const released = await this.documents.release(run);
    await this.discard(run.document, run.attempt);
    if (released) this.announcer.progressed(released);
  }

  /** Removes what a run that lost its right to write has left behind. */
  async discard(document: Document, attempt: string): Promise<void> {
    await this.index.discard(this.target(document, attempt));
    const key = contentKey(document.workspaceId, document.botId, attempt);
    if (document.kind === 'url' && document.storageKey !== key) await this.files.delete(key);
  }

  target({ workspaceId, botId, id }: Document, attempt: string) {
    return { workspaceId, botId, documentId: id, version: attempt };
  }

  private newRun(document: Document, attempt: string, signal: AbortSignal): IngestionRun {
    const report = (stage: Document['stage'], progress: number) =>
      this.announcer.progressed({ ...run.document, stage, progress });
    const run = { documentId: document.id, attempt, document, signal } as IngestionRun;
    run.progress = new RunProgress(document.stage ?? 'extracting', report);
    return run;
  }

  private async beat(run: IngestionRun, abort: AbortController): Promise<void> {
    try {
      const { stage, progress } = run.progress;
      const alive = await this.documents.heartbeat(run, stage, progress, LEASE_SECONDS);
      if (!alive) abort.abort(new RunSuperseded());
    } catch (error) {
      this.logger.warn(`heartbeat of document ${run.documentId} failed: ${(error as Error).message}`);
    }
  }
}
