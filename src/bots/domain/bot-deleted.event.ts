import { DomainEvent } from '../../kernel/domain-event.js';

/** A bot is gone for everyone; whoever keeps something of it purges that now. */
export class BotDeleted extends DomainEvent {
  readonly type = 'bot.deleted';

  constructor(
    readonly botId: string,
    readonly workspaceId: string,
  ) {
    super();
  }
}
