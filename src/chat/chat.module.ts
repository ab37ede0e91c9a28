import { Module } from '@nestjs/common';

import { AiModule } from '../ai/index.js';
import { BotsModule } from '../bots/index.js';
import { BudgetsModule } from '../budgets/index.js';
import { ConversationsModule } from '../conversations/index.js';
import { RetrievalModule } from '../retrieval/index.js';
import { ChatService } from './application/chat.service.js';
import { SummaryStore } from './application/ports/summary-store.port.js';
import { TraceStore } from './application/ports/trace-store.port.js';
import { TurnJournals } from './application/ports/turn-journals.port.js';
import { SummaryKeeper } from './application/summary/summary-keeper.service.js';
import { TraceKeeper } from './application/trace/trace-keeper.service.js';
import { TraceReader } from './application/trace/trace-reader.service.js';
import { TraceRetention } from './application/trace/trace-retention.js';
import { AfterwardsStep } from './application/turn/afterwards.step.js';
import { BillingStep } from './application/turn/billing.step.js';
import { ChatTurnPipeline } from './application/turn/chat-turn.pipeline.js';
import { ChooseModelStep } from './application/turn/choose-model.step.js';
import { GenerateStep } from './application/turn/generate.step.js';
import { PersistStep } from './application/turn/persist.step.js';
import { PromptStep } from './application/turn/prompt.step.js';
import { RetrieveStep } from './application/turn/retrieve.step.js';
import { TurnKeeper } from './application/turn/turn-keeper.service.js';
import { TurnRunner } from './application/turn/turn-runner.service.js';
import { MemoryTurnJournals } from './infrastructure/memory-turn.journals.js';
import { PostgresSummaryStore } from './infrastructure/postgres-summary.store.js';
import { PostgresTraceStore } from './infrastructure/postgres-trace.store.js';
import { AnswerTracesController } from './presentation/answer-traces.controller.js';
import { ChatController } from './presentation/chat.controller.js';
import { ChatGateway } from './presentation/chat.gateway.js';
import { DeletedConversationsListener } from './presentation/deleted-conversations.listener.js';

/** From a message to an answer. */
@Module({
  imports: [BotsModule, BudgetsModule, ConversationsModule, RetrievalModule, AiModule],
  controllers: [ChatController, AnswerTracesController],
  providers: [
    ChatService,
    TurnRunner,
    TurnKeeper,
    ChatTurnPipeline,
    RetrieveStep,
    PromptStep,
    GenerateStep,
    ChooseModelStep,
    BillingStep,
    PersistStep,
    AfterwardsStep,
    TraceKeeper,
    TraceReader,
    TraceRetention,
    SummaryKeeper,
    { provide: TraceStore, useClass: PostgresTraceStore },
    { provide: SummaryStore, useClass: PostgresSummaryStore },
    { provide: TurnJournals, useClass: MemoryTurnJournals },
    ChatGateway,
    DeletedConversationsListener,
  ],
})
export class ChatModule {}
