import { Injectable } from '@nestjs/common';

import { JobQueues } from '../../platform/queue/index.js';
import { DocumentRepository } from './ports/document-repository.port.js';

export const INGESTION_QUEUE = 'ingestion';

export interface IngestionJob {
  documentId: string;
  version: string;
}

/** Past this place in the line, order does not matter any more. */
const LAST_PRIORITY = 100_000;

/**
 * Puts documents in line. A job's priority is its place in the line of its own workspace, so the tenants' lines are
 * worked off side by side: ten thousand files of one do not hold up the single file of another.
 */
@Injectable()
export class IngestionQueue {
  constructor(
    private readonly jobs: JobQueues,
    private readonly documents: DocumentRepository,
  ) {}

  /** The documents are `queued` in the database already. Adding what is there already changes nothing. */
  async add(workspaceId: string, documents: IngestionJob[]): Promise<void> {
    const ahead = Math.max(0, (await this.documents.countQueued(workspaceId)) - documents.length);
    await this.jobs.add(
      INGESTION_QUEUE,
      documents.map(({ documentId, version }, index) => ({
        name: 'ingest',
        // One job for one version: a new content or a reprocess is another job, a second delivery is not.
        id: version,
        data: { documentId, version },
        priority: Math.min(ahead + index + 1, LAST_PRIORITY),
      })),
    );
  }
}
