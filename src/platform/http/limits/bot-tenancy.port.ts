/** Port: whose bot it is. Fulfilled by `bots`; budgets of bots count only for callers who reach the bot. */
export abstract class BotTenancy {
  /** The bot's workspace; undefined for an id that is no bot. Cheap when asked again soon. */
  abstract workspaceOf(botId: string): Promise<string | undefined>;
}
