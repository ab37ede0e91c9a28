import { Module } from '@nestjs/common';

import { BotsModule } from '../bots/index.js';
import { ConversationsService } from './application/conversations.service.js';
import { ExchangeLog } from './application/exchange-log.service.js';
import { MessagesService } from './application/messages.service.js';
import { ConversationRepository } from './application/ports/conversation-repository.port.js';
import { ExchangeRepository } from './application/ports/exchange-repository.port.js';
import { TurnLeases } from './application/ports/turn-leases.port.js';
import { PostgresConversationRepository } from './infrastructure/postgres-conversation.repository.js';
import { PostgresExchangeRepository } from './infrastructure/postgres-exchange.repository.js';
import { PostgresTurnLeases } from './infrastructure/postgres-turn-leases.js';
import { ConversationsController } from './presentation/conversations.controller.js';

/** What was said: conversations, messages, ratings, and the queue of turns that wait for an answer. */
@Module({
  imports: [BotsModule],
  controllers: [ConversationsController],
  providers: [
    ConversationsService,
    MessagesService,
    ExchangeLog,
    { provide: ConversationRepository, useClass: PostgresConversationRepository },
    { provide: ExchangeRepository, useClass: PostgresExchangeRepository },
    { provide: TurnLeases, useClass: PostgresTurnLeases },
  ],
  exports: [ConversationsService, MessagesService, ExchangeLog, TurnLeases],
})
export class ConversationsModule {}
