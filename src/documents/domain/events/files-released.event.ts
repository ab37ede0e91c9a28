import { DomainEvent } from '../../../kernel/domain-event.js';

/** Nothing refers to these stored files any more. */
export class FilesReleased extends DomainEvent {
  readonly type = 'documents.files_released';

  constructor(readonly storageKeys: string[]) {
    super();
  }
}
