import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';

import { AppModule } from './app.module.js';
import { setUpApp } from './app.setup.js';
import type { AppConfig } from './platform/config/index.js';
import { runMigrations } from './platform/database/index.js';
import { PinoLoggerService } from './platform/logging/index.js';

/** Brings the schema up to date and makes the application, not yet listening. `config` names the database. */
export async function createApplication(config: AppConfig, logger: Logger): Promise<NestExpressApplication> {
  await runMigrations(config.databaseUrl!);
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(config), {
    logger: new PinoLoggerService(logger),
    bodyParser: false,
    abortOnError: false,
  });
  setUpApp(app, logger);
  return app;
}
