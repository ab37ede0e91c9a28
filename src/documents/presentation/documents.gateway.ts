import type { OnModuleInit } from '@nestjs/common';
import { ConnectedSocket, MessageBody, SubscribeMessage } from '@nestjs/websockets';

import { type Caller, CurrentCaller, Requires } from '../../platform/http/access/index.js';
import { type Locale, LOCALES } from '../../platform/http/i18n/index.js';
import { type AuthenticatedSocket, LiveFeed, RealtimeGateway } from '../../platform/realtime/index.js';
import { BotAccess } from '../application/bot-access.service.js';
import { BotIndexWatch } from '../application/bot-index-watch.service.js';
import { BotStatusWatch } from '../application/bot-status-watch.service.js';
import { DocumentAnnouncer, type DocumentNews } from '../application/document-announcer.service.js';
import { BotIndexDto } from './bot-index.dto.js';
import { DocumentDto } from './document.dto.js';
import { SubscriptionDto } from './subscription.dto.js';

const NAMESPACE = '/documents';

const room = (botId: string) => `bot:${botId}`;
/** Sockets of one language, for what holds sentences. */
const localRoom = (botId: string, locale: Locale) => `bot:${botId}:${locale}`;

const localeOfSocket = (socket: AuthenticatedSocket) => socket.data.locale;

/** Shows how documents come along, live. */
@RealtimeGateway(NAMESPACE)
export class DocumentsGateway implements OnModuleInit {
  constructor(
    private readonly bots: BotAccess,
    private readonly announcer: DocumentAnnouncer,
    private readonly statuses: BotStatusWatch,
    private readonly indexes: BotIndexWatch,
    private readonly feed: LiveFeed,
  ) {}

  onModuleInit(): void {
    this.announcer.listen((news) => this.tell(news));
    this.statuses.listen((status) => this.feed.emit(NAMESPACE, room(status.botId), 'bot:status', status));
    this.indexes.listen((index) =>
      this.feed.emit(NAMESPACE, room(index.botId), 'index:progress', BotIndexDto.from(index)),
    );
  }

  @SubscribeMessage('documents:subscribe')
  @Requires('documents:read')
  async subscribe(
    @CurrentCaller() caller: Caller,
    @ConnectedSocket() socket: AuthenticatedSocket,
    @MessageBody() { botId }: SubscriptionDto,
  ): Promise<{ ok: true }> {
    const bot = await this.bots.forReading(caller, botId);
    await socket.join([room(botId), localRoom(botId, localeOfSocket(socket))]);
    const place = { ...bot, permission: 'documents:read' } as const;
    socket.data.watch.stay(room(botId), place, () => void this.leave(socket, botId));
    return { ok: true };
  }

  @SubscribeMessage('documents:unsubscribe')
  @Requires('documents:read')
  async unsubscribe(
    @ConnectedSocket() socket: AuthenticatedSocket,
    @MessageBody() { botId }: SubscriptionDto,
  ): Promise<{ ok: true }> {
    socket.data.watch.release(room(botId));
    await this.leave(socket, botId);
    return { ok: true };
  }

  private async leave(socket: AuthenticatedSocket, botId: string): Promise<void> {
    await socket.leave(room(botId));
    await socket.leave(localRoom(botId, localeOfSocket(socket)));
  }

  private tell({ type, document }: DocumentNews): void {
    const { id, botId, errorCode } = document;
    const event = `document:${type}`;
    if (type === 'deleted') this.feed.emit(NAMESPACE, room(botId), event, { id, botId });
    else if (!errorCode) this.feed.emit(NAMESPACE, room(botId), event, DocumentDto.from(document, 'en'));
    else {
      for (const locale of LOCALES) {
        this.feed.emit(NAMESPACE, localRoom(botId, locale), event, DocumentDto.from(document, locale));
      }
    }
  }
}
