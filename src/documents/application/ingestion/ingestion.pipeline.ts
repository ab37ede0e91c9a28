import { Injectable } from '@nestjs/common';

import { DomainError } from '../../../kernel/domain-error.js';
import { toDomainError } from '../../../platform/http/errors/index.js';
import { isTransient } from '../../domain/failure.js';
import { BotAccess } from '../bot-access.service.js';
import type { IngestionJob } from '../ingestion-queue.service.js';
import { PurgeDocuments } from '../purge-documents.service.js';
import { EmbedStep } from './embed.step.js';
import { ExtractStep } from './extract.step.js';
import { FetchStep } from './fetch.step.js';
import { type IngestionRun, RunSuperseded, ServerStopping } from './ingestion-run.js';
import { RunKeeper } from './run-keeper.service.js';
import { StoreStep } from './store.step.js';

/** The document is marked as failed, and trying again would change nothing. */
export class DocumentUnreadable extends DomainError {
  constructor(cause: DomainError) {
    super(cause.code, cause.kind, { params: cause.params, cause });
  }
}

/**
 * Accepted document -> searchable document. Accepting itself is `UploadDocuments` and `SubmitSources`.
 *
 * Safe to run twice, at the same time too: a run claims its document with a fencing token, every write checks it, and
 * nothing of a run is visible before its last transaction. Batches flow through the steps one at a time, so memory
 * does not grow with the document.
 */
@Injectable()
export class IngestionPipeline {
  constructor(
    private readonly runs: RunKeeper,
    private readonly fetch: FetchStep,
    private readonly extract: ExtractStep,
    private readonly embed: EmbedStep,
    private readonly store: StoreStep,
    private readonly bots: BotAccess,
    private readonly purge: PurgeDocuments,
  ) {}

  /**
   * Throws what is worth another attempt, `ServerStopping`, or `DocumentUnreadable`. On the last attempt every error
   * marks the document as failed.
   */
  async run({ documentId, version }: IngestionJob, isLastAttempt: boolean): Promise<void> {
    await this.runs.run(documentId, version, async (run) => {
      try {
        await this.assertWanted(run);
        await this.read(run);
      } catch (error) {
        await this.end(run, run.signal.aborted ? run.signal.reason : error, isLastAttempt);
      }
    });
  }

  private async read(run: IngestionRun): Promise<void> {
    const source = await this.fetch.run(run); //             a page becomes a stored file
    if (source.unchanged) return;
    const chunks = this.extract.run(run, source); //         text, cut into chunks, in a child process
    const embedded = this.embed.run(run, chunks); //         with vectors, when a model is set
    await this.store.run(run, embedded); //                  into the index, visible all at once
  }

  /** A document that was accepted while its bot was being deleted goes the way of the bot. */
  private async assertWanted({ document: { botId, workspaceId } }: IngestionRun): Promise<void> {
    if (await this.bots.exists(botId)) return;
    await this.purge.ofBot({ botId, workspaceId });
    throw new RunSuperseded();
  }

  private async end(run: IngestionRun, error: unknown, isLastAttempt: boolean): Promise<void> {
    if (error instanceof RunSuperseded) {
      await this.runs.discard(run.document, run.attempt);
      return;
    }
    const cause = toDomainError(error);
    if (cause instanceof ServerStopping || (isTransient(cause) && !isLastAttempt)) {
      await this.runs.release(run);
      throw cause;
    }
    await this.runs.fail(run, cause);
    throw new DocumentUnreadable(cause);
  }
}
