import { DomainEvent } from '../../kernel/domain-event.js';

/** A workspace is gone for everyone, and its bots with it; whoever keeps something of it purges that now. */
export class WorkspaceDeleted extends DomainEvent {
  readonly type = 'workspace.deleted';

  constructor(readonly workspaceId: string) {
    super();
  }
}
