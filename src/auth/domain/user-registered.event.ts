import { DomainEvent } from '../../kernel/domain-event.js';

export class UserRegistered extends DomainEvent {
  readonly type = 'user.registered';

  constructor(
    readonly userId: string,
    readonly workspaceId: string,
  ) {
    super();
  }
}
