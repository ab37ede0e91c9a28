import { DomainEvent } from '../../kernel/domain-event.js';

/** A conversation is gone for everyone; turns that are still being answered have to end. */
export class ConversationDeleted extends DomainEvent {
  static readonly type = 'conversation.deleted';
  readonly type = ConversationDeleted.type;

  constructor(
    readonly conversationId: string,
    readonly botId: string,
    readonly workspaceId: string,
  ) {
    super();
  }
}
