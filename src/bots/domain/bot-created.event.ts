import { DomainEvent } from '../../kernel/domain-event.js';

/** A bot exists. */
export class BotCreated extends DomainEvent {
  readonly type = 'bot.created';

  constructor(
    readonly botId: string,
    readonly workspaceId: string,
  ) {
    super();
  }
}
