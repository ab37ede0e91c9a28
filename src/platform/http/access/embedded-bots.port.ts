/** A bot as far as its visitors are concerned. */
export interface EmbeddedBot {
  id: string;
  workspaceId: string;
  /** Whether its widget answers at all. */
  enabled: boolean;
  /** Hosts whose pages may show it. */
  domains: readonly string[];
  /** Only visitors whom their site has named are served. */
  identityRequired: boolean;
  /** Visitors may know what answers are taken from. */
  showSources: boolean;
}

/** Port: the bots that may be shown on websites. Fulfilled by `bots`. Cheap when asked again soon; up to 2 seconds late. */
export abstract class EmbeddedBots {
  /** Undefined for what is no bot, or no bot any more. */
  abstract byId(botId: string): Promise<EmbeddedBot | undefined>;
  abstract byPublicKey(publicKey: string): Promise<EmbeddedBot | undefined>;
}
