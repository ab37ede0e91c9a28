import type { PageRequest } from '../../../kernel/page.js';
import type { Reach } from '../../../platform/http/access/index.js';
import type { Conversation, ConversationStatus } from '../../domain/conversation.js';
import type { MessageCursor } from '../../domain/message-cursor.js';
import type { Message, Rating } from '../../domain/message.js';

export interface ConversationFilter {
  status?: ConversationStatus;
  /** Part of the title, in any case. */
  q?: string;
  /** Opened at or after. */
  from?: Date;
  /** Opened before. */
  to?: Date;
}

export interface ConversationChanges {
  title?: string;
  status?: ConversationStatus;
}

/** Port to the rows of conversations and messages. Deleted conversations exist for the last two methods alone. */
export abstract class ConversationRepository {
  /** Up to `page.limit + 1` of a bot, newest first. */
  abstract listOfBot(
    reach: Reach,
    botId: string,
    filter: ConversationFilter,
    page: PageRequest,
  ): Promise<Conversation[]>;
  /** The active one in which something was said or changed last. */
  abstract latestOfVisitor(visitorId: string, botId: string): Promise<Conversation | undefined>;
  abstract insert(conversation: Conversation): Promise<void>;
  abstract find(reach: Reach, id: string): Promise<Conversation | undefined>;
  abstract update(reach: Reach, id: string, changes: ConversationChanges): Promise<Conversation | undefined>;
  /** Hides it for ever and ends its open turns; false when there was none. */
  abstract delete(reach: Reach, id: string): Promise<boolean>;

  /** Up to `limit` messages next to the cursor in its direction, oldest first, with the newest `seq` there is. */
  abstract messages(
    reach: Reach,
    conversationId: string,
    cursor: MessageCursor,
    limit: number,
  ): Promise<{ items: Message[]; lastSeq: number }>;
  abstract message(reach: Reach, id: string): Promise<{ message: Message; workspaceId: string } | undefined>;
  /** What messages of a conversation say, by id; those that are gone are missing. */
  abstract contents(conversationId: string, ids: readonly string[]): Promise<Map<string, string>>;
  abstract rate(
    reach: Reach,
    answerId: string,
    rating: Rating | null,
    comment: string | null,
  ): Promise<Message | undefined>;

  /** Erases up to `limit` conversations of a bot with all that was said in them; returns how many there were. */
  abstract eraseSome(botId: string, limit: number): Promise<number>;
  /** Up to `limit` bots that are deleted and of which conversations are left. */
  abstract deletedBots(limit: number): Promise<string[]>;
}
