import { DomainEvent } from '../../../kernel/domain-event.js';

/** The document could not be read; `code` says why. An older content of it, if any, still answers. */
export class DocumentFailed extends DomainEvent {
  readonly type = 'document.failed';

  constructor(
    readonly workspaceId: string,
    readonly botId: string,
    readonly documentId: string,
    readonly code: string,
  ) {
    super();
  }
}
