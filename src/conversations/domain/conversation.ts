export const CONVERSATION_STATUSES = ['active', 'archived'] as const;
export type ConversationStatus = (typeof CONVERSATION_STATUSES)[number];

/** Who talked with a bot on a website, as far as the site has told. */
export interface ConversationVisitor {
  id: string;
  name: string | null;
  email: string | null;
}

/** What was said between one principal and one bot. */
export interface Conversation {
  id: string;
  workspaceId: string;
  botId: string;
  /** Who opened it, as `Caller.principal`. */
  principal: string;
  /** null when it was no visitor. */
  visitor: ConversationVisitor | null;
  /** The beginning of the first question until somebody names it; null while nothing was said. */
  title: string | null;
  status: ConversationStatus;
  /** Number of messages and `seq` of the newest one: numbers start at 1 and have no gaps. */
  lastSeq: number;
  createdAt: Date;
  /** When something was last said or changed. */
  updatedAt: Date;
}
