import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';

import type { Page } from '../../kernel/page.js';
import { IsInstant, IsPlainLine, PageQueryDto } from '../../platform/http/validation/index.js';
import {
  type Conversation,
  CONVERSATION_STATUSES,
  type ConversationStatus,
  type ConversationVisitor,
} from '../domain/conversation.js';

/** Who talked with the bot on a website, as far as the site has told. */
export class ConversationVisitorDto {
  id: string;
  /** @example 'Ada Lovelace' */
  name?: string;
  /** @example 'ada@example.com' */
  email?: string;

  static from({ id, name, email }: ConversationVisitor): ConversationVisitorDto {
    return { id, name: name ?? undefined, email: email ?? undefined };
  }
}

/** What was said between one person and one bot. */
export class ConversationDto {
  id: string;
  botId: string;
  /** The beginning of the first question until somebody names it; null while nothing was said. @example 'How long is parental leave?' */
  title: string | null;
  /** @example 'active' */
  status: 'active' | 'archived';
  /** @example 8 */
  messageCount: number;
  /** null when it was no visitor of a website. */
  visitor: ConversationVisitorDto | null;
  createdAt: Date;
  /** When something was last said or changed. */
  updatedAt: Date;

  static from(conversation: Conversation): ConversationDto {
    const { id, botId, title, status, lastSeq, createdAt, updatedAt } = conversation;
    const visitor = conversation.visitor && ConversationVisitorDto.from(conversation.visitor);
    return { id, botId, title, status, messageCount: lastSeq, visitor, createdAt, updatedAt };
  }
}

/** One page of conversations, newest first. */
export class ConversationPageDto {
  items: ConversationDto[];
  /** Send it as `cursor` to get the next page; null on the last one. */
  nextCursor: string | null;

  static from({ items, nextCursor }: Page<Conversation>): ConversationPageDto {
    return { items: items.map((conversation) => ConversationDto.from(conversation)), nextCursor };
  }
}

export class ConversationsQueryDto extends PageQueryDto {
  @IsOptional()
  @IsIn(CONVERSATION_STATUSES)
  status?: ConversationStatus;

  /** Part of the title, in any case. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;

  /** Opened at or after this time. @example '2026-01-01T00:00:00Z' */
  @IsOptional()
  @IsInstant()
  @MaxLength(40)
  from?: string;

  /** Opened before this time. @example '2026-02-01T00:00:00Z' */
  @IsOptional()
  @IsInstant()
  @MaxLength(40)
  to?: string;
}

export class CreateConversationDto {
  /** Without it, the first question becomes the title. @example 'Questions about leave' */
  @IsOptional()
  @IsPlainLine()
  @MaxLength(200)
  title?: string;
}

export class UpdateConversationDto {
  /** @example 'Questions about leave' */
  @IsOptional()
  @IsPlainLine()
  @MaxLength(200)
  title?: string;

  @IsOptional()
  @IsIn(CONVERSATION_STATUSES)
  status?: ConversationStatus;
}
