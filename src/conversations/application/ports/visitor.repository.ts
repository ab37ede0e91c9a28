/** A user of a site whom it has told us of. */
export interface KnownVisitor {
  workspaceId: string;
  botId: string;
  /** The site's own id of them. */
  externalId: string;
  name: string | null;
  email: string | null;
}

/** Keeps what sites tell of their users. */
export abstract class VisitorRepository {
  /**
   * The id of the visitor, which is the same every time for one bot and one user of the site; `newId` when they have not
   * been here. What the site says of them now replaces what it said before; what it leaves out stays. Undefined when the
   * bot is gone.
   */
  abstract meet(visitor: KnownVisitor, newId: string): Promise<string | undefined>;
  /** Forgets all visitors of a bot. */
  abstract removeOfBot(botId: string): Promise<void>;
}
