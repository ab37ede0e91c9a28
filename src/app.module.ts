import { type DynamicModule, Module } from '@nestjs/common';

import { AuthModule } from './auth/index.js';
import { BotsModule } from './bots/index.js';
import { BudgetsModule } from './budgets/index.js';
import { ChatModule } from './chat/index.js';
import { ConversationsModule } from './conversations/index.js';
import { DocumentsModule } from './documents/index.js';
import { AuditModule } from './platform/audit/index.js';
import { type AppConfig, ConfigModule } from './platform/config/index.js';
import { DatabaseModule } from './platform/database/index.js';
import { EventsModule } from './platform/events/index.js';
import { HealthModule } from './platform/health/index.js';
import { IdempotencyModule } from './platform/http/idempotency/index.js';
import { LimitsModule } from './platform/http/limits/index.js';
import { MailModule } from './platform/mail/index.js';
import { MetricsModule } from './platform/metrics/index.js';
import { QueueModule } from './platform/queue/index.js';
import { RealtimeModule } from './platform/realtime/index.js';
import { StorageModule } from './platform/storage/index.js';
import { SampleModule } from './sample/index.js';
import { WorkspacesModule } from './workspaces/index.js';

/** The table of contents, in the order in which data flows. */
@Module({})
export class AppModule {
  static with(config: AppConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        // What everything stands on.
        ConfigModule.with(config),
        DatabaseModule,
        EventsModule,
        QueueModule,
        StorageModule,
        RealtimeModule,
        HealthModule,
        MetricsModule,
        IdempotencyModule,
        LimitsModule,
        AuditModule,
        MailModule,
        // Who is calling, and for which tenant.
        AuthModule,
        WorkspacesModule,
        // What is configured.
        BotsModule,
        // Flow 1: sources become passages that answer.
        DocumentsModule,
        // Flow 2: messages become answers with sources.
        ConversationsModule,
        BudgetsModule,
        ChatModule,
        // What a fresh installation begins with.
        SampleModule,
      ],
    };
  }
}
