import { DomainEvent } from '../../kernel/domain-event.js';

/** The name, description or configuration of a bot changed. */
export class BotUpdated extends DomainEvent {
  readonly type = 'bot.updated';

  constructor(
    readonly botId: string,
    readonly workspaceId: string,
  ) {
    super();
  }
}
