import { DomainError } from '../../../kernel/domain-error.js';
import type { Document } from '../../domain/document.js';
import type { DocumentRun } from '../ports/document-repository.port.js';
import type { RunProgress } from './run-progress.js';

/** Thrown inside a run that lost its right to write: deleted, replaced, reprocessed, or taken over by another run. */
export class RunSuperseded extends Error {
  constructor() {
    super('the ingestion run was superseded');
    this.name = 'RunSuperseded';
  }
}

/** The server is stopping; the document goes back to the queue. */
export class ServerStopping extends DomainError {
  constructor() {
    super('service.stopping', 'unavailable');
  }
}

/** One reading of one version of one document. */
export interface IngestionRun extends DocumentRun {
  document: Document;
  /** Aborts with `RunSuperseded` or `ServerStopping`. */
  signal: AbortSignal;
  progress: RunProgress;
}
