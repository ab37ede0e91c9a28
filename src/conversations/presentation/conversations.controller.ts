import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { decodeCursor } from '../../kernel/page.js';
import { type Caller, CurrentCaller, Requires } from '../../platform/http/access/index.js';
import { Idempotent } from '../../platform/http/idempotency/index.js';
import { IdPipe } from '../../platform/http/validation/index.js';
import { conversationList, ConversationsService } from '../application/conversations.service.js';
import { MessagesService } from '../application/messages.service.js';
import { decodeMessageCursor, NEWEST_MESSAGES, OLDEST_MESSAGES } from '../domain/message-cursor.js';
import {
  ConversationDto,
  ConversationPageDto,
  ConversationsQueryDto,
  CreateConversationDto,
  UpdateConversationDto,
} from './conversation.dto.js';
import { MessageDto, MessagePageDto, MessagesQueryDto } from './message.dto.js';

@ApiTags('conversations')
@Controller()
export class ConversationsController {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly messages: MessagesService,
  ) {}

  /** Conversations of a bot, newest first. */
  @Requires('conversations:read', { visitors: true })
  @Get('bots/:botId/conversations')
  async list(
    @CurrentCaller() caller: Caller,
    @Param('botId', IdPipe) botId: string,
    @Query() query: ConversationsQueryDto,
  ): Promise<ConversationPageDto> {
    const { status, q, from, to, limit, cursor } = query;
    const after = cursor === undefined ? undefined : decodeCursor(conversationList(botId), cursor);
    const filter = { status, q, from: from ? new Date(from) : undefined, to: to ? new Date(to) : undefined };
    const scope = caller.scope('conversations:read');
    return ConversationPageDto.from(await this.conversations.list(scope, botId, filter, { limit, after }));
  }

  /** Opens an empty conversation. Asking without naming a conversation opens one, too. */
  @Requires('chat:send')
  @Post('bots/:botId/conversations')
  @Idempotent()
  async create(
    @CurrentCaller() caller: Caller,
    @Param('botId', IdPipe) botId: string,
    @Body() { title }: CreateConversationDto,
  ): Promise<ConversationDto> {
    const scope = caller.scope('chat:send');
    const made = await this.conversations.create(scope, caller.principal, botId, title);
    return ConversationDto.from(made);
  }

  /** One conversation. */
  @Requires('conversations:read', { visitors: true })
  @Get('conversations/:conversationId')
  async get(
    @CurrentCaller() caller: Caller,
    @Param('conversationId', IdPipe) conversationId: string,
  ): Promise<ConversationDto> {
    const scope = caller.scope('conversations:read');
    return ConversationDto.from(await this.conversations.get(scope, conversationId));
  }

  /** Renames a conversation, archives it or makes it active again. A new question makes it active, too. */
  @Requires('conversations:write')
  @Patch('conversations/:conversationId')
  async update(
    @CurrentCaller() caller: Caller,
    @Param('conversationId', IdPipe) conversationId: string,
    @Body() changes: UpdateConversationDto,
  ): Promise<ConversationDto> {
    const scope = caller.scope('conversations:write');
    return ConversationDto.from(await this.conversations.update(scope, conversationId, changes));
  }

  /** Deletes a conversation with all its messages. */
  @Requires('conversations:write')
  @Delete('conversations/:conversationId')
  @HttpCode(204)
  async delete(
    @CurrentCaller() caller: Caller,
    @Param('conversationId', IdPipe) conversationId: string,
  ): Promise<void> {
    await this.conversations.delete(caller.scope('conversations:write'), conversationId);
  }

  /**
   * Messages of a conversation, oldest first within every page. Begin at the `oldest` or at the `newest` page, then
   * read on with `nextCursor` (towards newer) or `previousCursor` (towards older).
   */
  @Requires('conversations:read', { visitors: true })
  @Get('conversations/:conversationId/messages')
  async listMessages(
    @CurrentCaller() caller: Caller,
    @Param('conversationId', IdPipe) conversationId: string,
    @Query() { limit, cursor, start }: MessagesQueryDto,
  ): Promise<MessagePageDto> {
    const place = cursor === undefined ? undefined : decodeMessageCursor(conversationId, cursor);
    const from = place ?? (start === 'newest' ? NEWEST_MESSAGES : OLDEST_MESSAGES);
    const scope = caller.scope('conversations:read');
    return MessagePageDto.from(await this.messages.page(scope, conversationId, from, limit), caller);
  }

  /** One message. */
  @Requires('conversations:read', { visitors: true })
  @Get('messages/:messageId')
  async getMessage(
    @CurrentCaller() caller: Caller,
    @Param('messageId', IdPipe) messageId: string,
  ): Promise<MessageDto> {
    return MessageDto.from(await this.messages.get(caller.scope('conversations:read'), messageId), caller);
  }
}
