import { DomainEvent } from '../../../kernel/domain-event.js';

/** The document and its chunks are gone; it influences no answer any more. */
export class DocumentDeleted extends DomainEvent {
  readonly type = 'document.deleted';

  constructor(
    readonly workspaceId: string,
    readonly botId: string,
    readonly documentId: string,
  ) {
    super();
  }
}
