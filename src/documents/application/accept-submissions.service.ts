import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/id.js';
import { AuditTrail } from '../../platform/audit/index.js';
import { Database, TransactionRunner } from '../../platform/database/index.js';
import { Outbox } from '../../platform/events/index.js';
import { Quotas } from '../../platform/quotas/index.js';
import { IndexWriter } from '../../retrieval/index.js';
import { decideAcceptance, type Submission } from '../domain/acceptance.js';
import type { Document } from '../domain/document.js';
import { DocumentsQueued } from '../domain/events/documents-queued.event.js';
import { FilesReleased } from '../domain/events/files-released.event.js';
import { auditOf } from './audit-of-document.js';
import { DocumentAnnouncer } from './document-announcer.service.js';
import { IngestionRuns } from './ingestion/ingestion-runs.service.js';
import { type BotRef, DocumentRepository } from './ports/document-repository.port.js';

/** Rounds against others who submit the same names at the same moment; each round settles at least one. */
const ROUNDS = 5;

interface Outcome {
  /** By identity: the document that the submission is or belongs to. */
  documents: Map<string, Document>;
  queued: Document[];
  /** Those of `queued` that were there before, with other contents. */
  replaced: Set<string>;
  /** Stored contents that nothing refers to after this. */
  released: string[];
}

/** Turns received contents into queued documents: rows, superseded runs and the event, in one transaction. */
@Injectable()
export class AcceptSubmissions {
  constructor(
    private readonly documents: DocumentRepository,
    private readonly index: IndexWriter,
    private readonly transactions: TransactionRunner,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly runs: IngestionRuns,
    private readonly announcer: DocumentAnnouncer,
    private readonly audit: AuditTrail,
    private readonly quotas: Quotas,
  ) {
    quotas.register('documents', {
      used: async (workspaceId) => (await documents.usage(workspaceId)).documents,
    });
    quotas.register('storageBytes', {
      used: async (workspaceId) => (await documents.usage(workspaceId)).bytes,
    });
  }

  /**
   * One document for each submission, in order. Identities must differ. Throws `quota.documents`, `quota.storageBytes`;
   * nothing is accepted then.
   */
  async accept(bot: BotRef, submissions: Submission[]): Promise<Document[]> {
    const outcome = await this.transactions.run(() => this.store(bot, submissions));
    return submissions.map(({ identity }) => outcome.documents.get(identity)!);
  }

  private async store(bot: BotRef, submissions: Submission[]): Promise<Outcome> {
    const outcome: Outcome = { documents: new Map(), queued: [], replaced: new Set(), released: [] };
    let open = submissions;
    for (let round = 0; open.length > 0; round++) {
      if (round === ROUNDS) throw new DomainError('document.busy', 'unavailable', { retryAfter: 1 });
      await this.storeRound(bot, open, outcome);
      open = open.filter(({ identity }) => !outcome.documents.has(identity));
    }
    if (outcome.queued.length > 0) {
      const added = outcome.queued.length > outcome.replaced.size;
      await this.quotas.assertWithin(
        bot.workspaceId,
        added ? ['documents', 'storageBytes'] : ['storageBytes'],
      );
    }
    await this.publish(bot, outcome);
    this.database.afterCommit(() => this.tell(outcome.queued));
    return outcome;
  }

  private tell(queued: Document[]): void {
    for (const document of queued) {
      this.runs.supersede(document.id);
      this.announcer.progressed(document);
    }
  }

  private async storeRound(bot: BotRef, submissions: Submission[], outcome: Outcome): Promise<void> {
    const existing = await this.documents.lockByIdentity(
      bot,
      submissions.map(({ identity }) => identity),
    );
    const byIdentity = new Map(existing.map((document) => [document.identity, document]));
    const created = submissions.filter((submission) => !byIdentity.has(submission.identity));
    const replaced: { id: string; submission: Submission }[] = [];
    for (const submission of submissions) {
      const document = byIdentity.get(submission.identity);
      if (!document) continue;
      if (decideAcceptance(document, submission) === 'keep') this.keep(document, submission, outcome);
      else replaced.push({ id: document.id, submission });
    }
    if (replaced.length > 0) await this.replace(bot, byIdentity, replaced, outcome);
    if (created.length > 0) {
      const rows = created.map((submission) => ({ id: newId(), submission }));
      this.note(await this.documents.insertQueued(bot, rows), outcome);
    }
  }

  private keep(document: Document, submission: Submission, outcome: Outcome): void {
    outcome.documents.set(document.identity, document);
    if (submission.content) outcome.released.push(submission.content.storageKey);
  }

  private async replace(
    bot: BotRef,
    before: Map<string, Document>,
    changes: { id: string; submission: Submission }[],
    outcome: Outcome,
  ): Promise<void> {
    this.note(await this.documents.replaceQueued(bot, changes), outcome);
    for (const { id, submission } of changes) {
      outcome.replaced.add(id);
      const { attempt, storageKey } = before.get(submission.identity)!;
      if (attempt) await this.index.discard({ ...bot, documentId: id, version: attempt });
      if (storageKey && submission.content) outcome.released.push(storageKey);
    }
  }

  private note(documents: Document[], outcome: Outcome): void {
    for (const document of documents) outcome.documents.set(document.identity, document);
    outcome.queued.push(...documents);
  }

  private async publish(bot: BotRef, { queued, replaced, released }: Outcome): Promise<void> {
    const jobs = queued
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, version }) => ({ documentId: id, version }));
    const events = [
      ...(jobs.length > 0 ? [new DocumentsQueued(bot.workspaceId, bot.botId, jobs)] : []),
      ...(released.length > 0 ? [new FilesReleased(released)] : []),
    ];
    await this.outbox.publish(...events);
    if (queued.length === 0) return;
    const action = ({ id }: Document) => (replaced.has(id) ? 'document.replaced' : 'document.added');
    await this.audit.record(...queued.map((document) => auditOf(action(document), document)));
  }
}
