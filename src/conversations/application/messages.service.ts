import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import {
  assertPermitted,
  permittedBy,
  readableBy,
  type WorkspaceScope,
} from '../../platform/http/access/index.js';
import { encodeMessageCursor, type MessageCursor } from '../domain/message-cursor.js';
import type { Message, Rating } from '../domain/message.js';
import { ConversationsService } from './conversations.service.js';
import { ConversationRepository } from './ports/conversation-repository.port.js';

/** Oldest first. Both cursors are null at the ends of the conversation. */
export interface MessagePage {
  items: Message[];
  /** Towards newer messages. */
  nextCursor: string | null;
  /** Towards older messages. */
  previousCursor: string | null;
}

/** What was said, and what readers thought of it. */
@Injectable()
export class MessagesService {
  constructor(
    private readonly repository: ConversationRepository,
    private readonly conversations: ConversationsService,
  ) {}

  /** Up to `limit` messages next to the cursor in its direction. Throws `conversation.not_found`. */
  async page(
    scope: WorkspaceScope,
    conversationId: string,
    cursor: MessageCursor,
    limit: number,
  ): Promise<MessagePage> {
    // One statement for the usual case; an empty page may also mean that there is no such conversation.
    const { items, lastSeq } = await this.repository.messages(
      permittedBy(scope),
      conversationId,
      cursor,
      limit,
    );
    const [first, last] = [items.at(0), items.at(-1)];
    if (!first || !last) {
      await this.conversations.get(scope, conversationId);
      return { items, nextCursor: null, previousCursor: null };
    }
    const at = (place: MessageCursor) => encodeMessageCursor(conversationId, place);
    return {
      items,
      nextCursor: last.seq < lastSeq ? at({ direction: 'after', seq: last.seq }) : null,
      previousCursor: first.seq > 1 ? at({ direction: 'before', seq: first.seq }) : null,
    };
  }

  /** Throws `message.not_found`, `access.forbidden`. */
  async get(scope: WorkspaceScope, id: string): Promise<Message> {
    const found = await this.repository.message(readableBy(scope), id);
    if (!found) throw new DomainError('message.not_found', 'not_found');
    assertPermitted(scope, found.workspaceId);
    return found.message;
  }

  /** What messages say, by id. For conversations that the caller may read, which has been checked. */
  contents(conversationId: string, messageIds: readonly string[]): Promise<Map<string, string>> {
    return this.repository.contents(conversationId, messageIds);
  }

  /** Rates an answer, or takes the rating back. Throws `message.not_an_answer` (invalid) for a question. */
  async rate(
    scope: WorkspaceScope,
    answerId: string,
    rating: Rating | null,
    comment: string | null,
  ): Promise<Message> {
    const { role } = await this.get(scope, answerId);
    if (role !== 'assistant') throw new DomainError('message.not_an_answer', 'invalid');
    const rated = await this.repository.rate(permittedBy(scope), answerId, rating, comment);
    if (!rated) throw new DomainError('message.not_found', 'not_found');
    return rated;
  }
}
