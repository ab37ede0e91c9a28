import { DomainEvent } from '../../../kernel/domain-event.js';

/** Documents of one bot wait to be read, in this order. */
export class DocumentsQueued extends DomainEvent {
  readonly type = 'documents.queued';

  constructor(
    readonly workspaceId: string,
    readonly botId: string,
    readonly documents: { documentId: string; version: string }[],
  ) {
    super();
  }
}
