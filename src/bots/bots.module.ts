import { Module } from '@nestjs/common';

import { BotTenancy } from '../platform/http/limits/index.js';
import { BotDirectory } from './application/bot-directory.service.js';
import { BotsService } from './application/bots.service.js';
import { DirectoryBotTenancy } from './application/directory-bot.tenancy.js';
import { DocumentTallies } from './application/document-tallies.service.js';
import { BotRepository } from './application/ports/bot.repository.js';
import { PostgresBotRepository } from './infrastructure/postgres-bot.repository.js';
import { BotsController } from './presentation/bots.controller.js';

/** What is configured. */
@Module({
  controllers: [BotsController],
  providers: [
    BotsService,
    BotDirectory,
    DocumentTallies,
    { provide: BotTenancy, useClass: DirectoryBotTenancy },
    { provide: BotRepository, useClass: PostgresBotRepository },
  ],
  exports: [BotsService, BotDirectory],
})
export class BotsModule {}
