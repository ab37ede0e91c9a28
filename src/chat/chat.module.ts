import { Module } from '@nestjs/common';

import { AiModule } from '../ai/index.js';
import { BotsModule } from '../bots/index.js';
import { ConversationsModule } from '../conversations/index.js';
import { RetrievalModule } from '../retrieval/index.js';
import { ChatService } from './application/chat.service.js';
import { TurnJournals } from './application/ports/turn-journals.port.js';
import { BillingStep } from './application/turn/billing.step.js';
import { ChatTurnPipeline } from './application/turn/chat-turn.pipeline.js';
import { GenerateStep } from './application/turn/generate.step.js';
import { PersistStep } from './application/turn/persist.step.js';
import { PromptStep } from './application/turn/prompt.step.js';
import { RetrieveStep } from './application/turn/retrieve.step.js';
import { TurnKeeper } from './application/turn/turn-keeper.service.js';
import { TurnRunner } from './application/turn/turn-runner.service.js';
import { MemoryTurnJournals } from './infrastructure/memory-turn.journals.js';
import { ChatController } from './presentation/chat.controller.js';
import { ChatGateway } from './presentation/chat.gateway.js';
import { DeletedConversationsListener } from './presentation/deleted-conversations.listener.js';

/** From a message to an answer. */
@Module({
  imports: [BotsModule, ConversationsModule, RetrievalModule, AiModule],
  controllers: [ChatController],
  providers: [
    ChatService,
    TurnRunner,
    TurnKeeper,
    ChatTurnPipeline,
    RetrieveStep,
    PromptStep,
    GenerateStep,
    BillingStep,
    PersistStep,
    { provide: TurnJournals, useClass: MemoryTurnJournals },
    ChatGateway,
    DeletedConversationsListener,
  ],
})
export class ChatModule {}
