import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayDisconnect,
  SubscribeMessage,
  WebSocketServer,
} from '@nestjs/websockets';
import type { DefaultEventsMap, Namespace } from 'socket.io';

import { ConversationsService, MessageDto, type Turn } from '../../conversations/index.js';
import { Requires } from '../../platform/http/access/index.js';
import { Limited } from '../../platform/http/limits/index.js';
import {
  type AuthenticatedSocket,
  type Place,
  RealtimeGateway,
  type SocketData,
} from '../../platform/realtime/index.js';
import { ChatService } from '../application/chat.service.js';
import {
  JoinConversationDto,
  ResumeMessageDto,
  SendMessageDto,
  StopMessageDto,
  TypingDto,
} from './chat.dto.js';
import { placeOf } from './place-of.js';
import { SocketStream } from './socket-stream.js';

/**
 * The same as over HTTP, for clients that keep a connection. A socket hears of every answer in the conversations it
 * has joined or sent to, each from its beginning, and of single answers that it resumes.
 */
@RealtimeGateway('/chat')
export class ChatGateway implements OnGatewayDisconnect {
  @WebSocketServer()
  private readonly namespace: Namespace<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;
  private readonly streams = new Map<string, Map<string, SocketStream>>();

  constructor(
    private readonly chat: ChatService,
    private readonly conversations: ConversationsService,
  ) {
    chat.onAccepted((turn) => this.announce(turn));
  }

  @Requires('chat:send', { visitors: true })
  @Limited('chat')
  @SubscribeMessage('message:send')
  async send(
    @ConnectedSocket() socket: AuthenticatedSocket,
    @MessageBody() dto: SendMessageDto,
  ): Promise<object> {
    const { caller } = socket.data;
    const { content: message, ...rest } = dto;
    const turn = await this.chat.ask(caller.scope('chat:send'), caller.principal, { ...rest, message });
    const place = placeOf(turn, 'chat:send');
    await this.enter(socket, turn.conversationId, place);
    this.attach(socket, turn, place);
    return { ok: true, ...idsOf(turn) };
  }

  @Requires('chat:send', { visitors: true })
  @SubscribeMessage('message:stop')
  async stop(
    @ConnectedSocket() socket: AuthenticatedSocket,
    @MessageBody() dto: StopMessageDto,
  ): Promise<object> {
    const message = await this.chat.stop(socket.data.caller.scope('chat:send'), dto.messageId);
    return { ok: true, message: MessageDto.from(message, socket.data.caller) };
  }

  @Requires('conversations:read', { visitors: true })
  @SubscribeMessage('message:resume')
  async resume(
    @ConnectedSocket() socket: AuthenticatedSocket,
    @MessageBody() dto: ResumeMessageDto,
  ): Promise<object> {
    const turn = await this.chat.find(socket.data.caller.scope('conversations:read'), dto.messageId);
    this.streams.get(socket.id)?.get(dto.messageId)?.close();
    this.attach(socket, turn, placeOf(turn, 'conversations:read'), dto.afterSeq);
    return { ok: true, ...idsOf(turn) };
  }

  @Requires('conversations:read', { visitors: true })
  @SubscribeMessage('conversation:join')
  async join(
    @ConnectedSocket() socket: AuthenticatedSocket,
    @MessageBody() dto: JoinConversationDto,
  ): Promise<object> {
    const scope = socket.data.caller.scope('conversations:read');
    const conversation = await this.conversations.get(scope, dto.conversationId);
    await this.enter(socket, conversation.id, placeOf(conversation, 'conversations:read'));
    return { ok: true, conversationId: conversation.id };
  }

  /** Tells the others in the conversation. */
  @Requires('chat:send', { visitors: true })
  @SubscribeMessage('typing')
  async typing(
    @ConnectedSocket() socket: AuthenticatedSocket,
    @MessageBody() dto: TypingDto,
  ): Promise<object> {
    const { conversationId, isTyping } = dto;
    await this.conversations.get(socket.data.caller.scope('chat:send'), conversationId);
    socket.to(roomOf(conversationId)).emit('typing', { conversationId, isTyping });
    return { ok: true };
  }

  handleDisconnect(socket: AuthenticatedSocket): void {
    for (const stream of this.streams.get(socket.id)?.values() ?? []) stream.close();
    this.streams.delete(socket.id);
  }

  /** Until the caller may not read there any more. */
  private async enter(socket: AuthenticatedSocket, conversationId: string, place: Place): Promise<void> {
    const room = roomOf(conversationId);
    await socket.join(room);
    socket.data.watch.stay(room, place, () => void socket.leave(room));
  }

  private announce(turn: Turn): void {
    const room = roomOf(turn.conversationId);
    for (const id of this.namespace?.adapter.rooms.get(room) ?? []) {
      const socket = this.namespace.sockets.get(id);
      const place = socket?.data.watch.placeOf(room);
      if (socket && place) this.attach(socket, turn, place);
    }
  }

  /** Unless the socket follows this answer already: it must not get anything twice. */
  private attach(socket: AuthenticatedSocket, turn: Turn, place: Place, afterSeq = 0): void {
    const streams = this.streams.get(socket.id) ?? new Map<string, SocketStream>();
    const { id } = turn.answer;
    if (streams.has(id) || !socket.connected) return;
    this.streams.set(socket.id, streams);
    const stream = new SocketStream(
      socket,
      id,
      (onNews) => this.chat.follow(turn, afterSeq, onNews),
      () => {
        if (streams.get(id) !== stream) return;
        streams.delete(id);
        socket.data.watch.release(answerOf(id));
      },
    );
    streams.set(id, stream);
    socket.data.watch.stay(answerOf(id), place, (why) => stream.end(why));
  }
}

function answerOf(messageId: string): string {
  return `answer:${messageId}`;
}

function roomOf(conversationId: string): string {
  return `conversation:${conversationId}`;
}

function idsOf({ conversationId, question, answer }: Turn): object {
  return { conversationId, userMessageId: question.id, messageId: answer.id };
}
