import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';

import { EmbeddedBots } from '../platform/http/access/index.js';
import { BotTenancy } from '../platform/http/limits/index.js';
import { BotDirectory } from './application/bot-directory.service.js';
import { BotsService } from './application/bots.service.js';
import { DirectoryBotTenancy } from './application/directory-bot.tenancy.js';
import { DirectoryEmbeddedBots } from './application/directory-embedded.bots.js';
import { DocumentTallies } from './application/document-tallies.service.js';
import { IdentitySecrets } from './application/identity-secrets.service.js';
import { BotRepository } from './application/ports/bot.repository.js';
import { WidgetRepository } from './application/ports/widget.repository.js';
import { WidgetConfiguration } from './application/widget-configuration.service.js';
import { WidgetDirectory } from './application/widget-directory.service.js';
import { WidgetIdentities } from './application/widget-identities.service.js';
import { PostgresBotRepository } from './infrastructure/postgres-bot.repository.js';
import { PostgresWidgetRepository } from './infrastructure/postgres-widget.repository.js';
import { BotsController } from './presentation/bots.controller.js';
import { PublicBotsController } from './presentation/public-bots.controller.js';
import { WidgetController } from './presentation/widget.controller.js';

/** What is configured. */
@Module({
  imports: [JwtModule.register({})],
  controllers: [BotsController, WidgetController, PublicBotsController],
  providers: [
    BotsService,
    BotDirectory,
    DocumentTallies,
    WidgetConfiguration,
    WidgetDirectory,
    IdentitySecrets,
    WidgetIdentities,
    { provide: EmbeddedBots, useClass: DirectoryEmbeddedBots },
    { provide: BotTenancy, useClass: DirectoryBotTenancy },
    { provide: BotRepository, useClass: PostgresBotRepository },
    { provide: WidgetRepository, useClass: PostgresWidgetRepository },
  ],
  exports: [WidgetDirectory, WidgetIdentities, BotsService, BotDirectory],
})
export class BotsModule {}
