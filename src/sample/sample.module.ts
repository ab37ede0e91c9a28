import { Module } from '@nestjs/common';

import { BotsModule } from '../bots/index.js';
import { DocumentsModule } from '../documents/index.js';
import { WorkspacesModule } from '../workspaces/index.js';
import { Guide } from './application/ports/guide.port.js';
import { SampleRepository } from './application/ports/sample.repository.js';
import { SampleBot } from './application/sample-bot.service.js';
import { PostgresSampleRepository } from './infrastructure/postgres-sample.repository.js';
import { ShippedGuide } from './infrastructure/shipped.guide.js';
import { SampleController } from './presentation/sample.controller.js';

/** A bot about KyroChat, for those who have just installed it. */
@Module({
  imports: [WorkspacesModule, BotsModule, DocumentsModule],
  controllers: [SampleController],
  providers: [
    SampleBot,
    { provide: Guide, useClass: ShippedGuide },
    { provide: SampleRepository, useClass: PostgresSampleRepository },
  ],
  exports: [SampleBot],
})
export class SampleModule {}
