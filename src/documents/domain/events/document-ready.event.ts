import { DomainEvent } from '../../../kernel/domain-event.js';

/** The document's accepted content answers from now on. */
export class DocumentReady extends DomainEvent {
  readonly type = 'document.ready';

  constructor(
    readonly workspaceId: string,
    readonly botId: string,
    readonly documentId: string,
    readonly version: string,
  ) {
    super();
  }
}
