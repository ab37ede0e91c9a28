import { Module } from '@nestjs/common';

import { BotsModule } from '../bots/index.js';
import { Clock, SystemClock } from '../kernel/clock.js';
import { ConversationErasure } from './application/conversation-erasure.service.js';
import { ConversationsService } from './application/conversations.service.js';
import { ExchangeLog } from './application/exchange-log.service.js';
import { MessagesService } from './application/messages.service.js';
import { ConversationRepository } from './application/ports/conversation-repository.port.js';
import { ExchangeRepository } from './application/ports/exchange-repository.port.js';
import { SpendLedger } from './application/ports/spend-ledger.port.js';
import { VisitorRepository } from './application/ports/visitor.repository.js';
import { VisitorSessions } from './application/visitor-sessions.service.js';
import { TurnLeases } from './application/ports/turn-leases.port.js';
import { PostgresConversationRepository } from './infrastructure/postgres-conversation.repository.js';
import { PostgresExchangeRepository } from './infrastructure/postgres-exchange.repository.js';
import { PostgresMessageUsage } from './infrastructure/postgres-message-usage.js';
import { PostgresSpendLedger } from './infrastructure/postgres-spend.ledger.js';
import { PostgresTurnLeases } from './infrastructure/postgres-turn-leases.js';
import { PostgresVisitorRepository } from './infrastructure/postgres-visitor.repository.js';
import { DeletedBotsListener } from './presentation/deleted-bots.listener.js';
import { VisitorSessionsController } from './presentation/visitor-sessions.controller.js';
import { ConversationsController } from './presentation/conversations.controller.js';

/** What was said: conversations, messages, ratings, and the queue of turns that wait for an answer. */
@Module({
  imports: [BotsModule],
  controllers: [ConversationsController, VisitorSessionsController],
  providers: [
    ConversationsService,
    MessagesService,
    ExchangeLog,
    VisitorSessions,
    ConversationErasure,
    DeletedBotsListener,
    PostgresMessageUsage,
    { provide: ConversationRepository, useClass: PostgresConversationRepository },
    { provide: ExchangeRepository, useClass: PostgresExchangeRepository },
    { provide: VisitorRepository, useClass: PostgresVisitorRepository },
    { provide: TurnLeases, useClass: PostgresTurnLeases },
    { provide: SpendLedger, useClass: PostgresSpendLedger },
    { provide: Clock, useClass: SystemClock },
  ],
  exports: [ConversationsService, MessagesService, ExchangeLog, TurnLeases, SpendLedger],
})
export class ConversationsModule {}
