import { Body, Controller, Get, HttpCode, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';

import { MessageDto, MessagesService, type Turn } from '../../conversations/index.js';
import { type Caller, CurrentCaller, type Permission, Requires } from '../../platform/http/access/index.js';
import { Limited } from '../../platform/http/limits/index.js';
import { IdPipe } from '../../platform/http/validation/index.js';
import { type Credentials, LiveAccess } from '../../platform/realtime/index.js';
import { ChatService } from '../application/chat.service.js';
import { AskDto, ChatAnswerDto, FeedbackDto } from './chat.dto.js';
import { IdempotencyKey } from './idempotency-key.decorator.js';
import { assertWantsStream, lastEventId, wantsStream } from './negotiate.js';
import { placeOf } from './place-of.js';
import { type StreamSource, streamEvents } from './sse-stream.js';

type AuthenticatedRequest = Request & Credentials;

@ApiTags('chat')
@Controller()
export class ChatController {
  constructor(
    private readonly chat: ChatService,
    private readonly messages: MessagesService,
    private readonly live: LiveAccess,
  ) {}

  /**
   * Asks a bot. With `Accept: text/event-stream` the answer is streamed as it is written: `started`, `sources`, any
   * number of `delta`, then `completed` or `failed` (and `restarted` when answering began anew: clear what you have).
   * Otherwise it is returned when it is complete. Closing the connection does not stop the answer.
   */
  @Requires('chat:send', { visitors: true })
  @Limited('chat')
  @Post('bots/:botId/chat')
  @HttpCode(200)
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'Stands in for `clientMessageId`.' })
  @ApiOkResponse({ type: ChatAnswerDto, description: 'The answer, or the stream of its events.' })
  @ApiProduces('application/json', 'text/event-stream')
  async ask(
    @CurrentCaller() caller: Caller,
    @Param('botId', IdPipe) botId: string,
    @Body() { message, conversationId, clientMessageId }: AskDto,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @Req() request: AuthenticatedRequest,
    @Res() response: Response,
  ): Promise<void> {
    const stream = wantsStream(request);
    const question = { botId, message, conversationId, clientMessageId: clientMessageId ?? idempotencyKey };
    const turn = await this.chat.ask(caller.scope('chat:send'), caller.principal, question);
    await this.answer(turn, stream, request, response);
  }

  /** Goes on with the stream of an answer after `Last-Event-ID`, or replays all of it. 204: you have it all. */
  @Requires('conversations:read', { visitors: true })
  @Get('messages/:messageId/stream')
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The `id` of the last event that arrived.',
  })
  @ApiProduces('text/event-stream')
  async stream(
    @CurrentCaller() caller: Caller,
    @Param('messageId', IdPipe) messageId: string,
    @Req() request: AuthenticatedRequest,
    @Res() response: Response,
  ): Promise<void> {
    assertWantsStream(request);
    const afterSeq = lastEventId(request);
    const turn = await this.chat.find(caller.scope('conversations:read'), messageId);
    streamEvents(request, response, this.source(turn, afterSeq, request, 'conversations:read'));
  }

  /** Stops an answer; what was written stays. Returns the answer, also when it was over already. */
  @Requires('chat:send', { visitors: true })
  @Post('messages/:messageId/stop')
  @HttpCode(200)
  async stop(
    @CurrentCaller() caller: Caller,
    @Param('messageId', IdPipe) messageId: string,
  ): Promise<MessageDto> {
    return MessageDto.from(await this.chat.stop(caller.scope('chat:send'), messageId), caller);
  }

  /**
   * Answers a question once more, with the same choice of formats as asking. Takes the id of an answer or of the
   * question; the new answer has the same `parentId`, the earlier ones stay.
   */
  @Requires('chat:send', { visitors: true })
  @Limited('chat')
  @Post('messages/:messageId/regenerate')
  @HttpCode(200)
  @ApiOkResponse({ type: ChatAnswerDto, description: 'The answer, or the stream of its events.' })
  @ApiProduces('application/json', 'text/event-stream')
  async regenerate(
    @CurrentCaller() caller: Caller,
    @Param('messageId', IdPipe) messageId: string,
    @Req() request: AuthenticatedRequest,
    @Res() response: Response,
  ): Promise<void> {
    const stream = wantsStream(request);
    const turn = await this.chat.askAgain(caller.scope('chat:send'), messageId);
    await this.answer(turn, stream, request, response);
  }

  /** Rates an answer, changes the rating or takes it back. */
  @Requires('chat:send', { visitors: true })
  @Put('messages/:messageId/feedback')
  async feedback(
    @CurrentCaller() caller: Caller,
    @Param('messageId', IdPipe) messageId: string,
    @Body() { rating, comment }: FeedbackDto,
  ): Promise<MessageDto> {
    const scope = caller.scope('chat:send');
    return MessageDto.from(await this.messages.rate(scope, messageId, rating, comment ?? null), caller);
  }

  private async answer(
    turn: Turn,
    stream: boolean,
    request: AuthenticatedRequest,
    response: Response,
  ): Promise<void> {
    if (stream) return streamEvents(request, response, this.source(turn, 0, request, 'chat:send'));
    const place = placeOf(turn, 'chat:send');
    const answer = await this.live.while(request, place, () => this.chat.completion(turn));
    response.json(ChatAnswerDto.from(turn, answer, request.caller));
  }

  /** The answer itself is finished and stored, whether or not its reader may stay. */
  private source(
    turn: Turn,
    afterSeq: number,
    credentials: Credentials,
    permission: Permission,
  ): StreamSource {
    return {
      follow: (onNews) => this.chat.follow(turn, afterSeq, onNews),
      watch: (onEnded) => this.live.during(credentials, placeOf(turn, permission), onEnded),
    };
  }
}
