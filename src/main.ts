import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';

import { AppModule } from './app.module.js';
import { setUpApp } from './app.setup.js';
import { AppConfig, ConfigError } from './platform/config/index.js';
import { EmbeddedPostgres } from './platform/database/embedded/index.js';
import { runMigrations } from './platform/database/index.js';
import { Lifecycle } from './platform/health/index.js';
import { createLogger, PinoLoggerService } from './platform/logging/index.js';
import { endWithParent, onStopSignal } from './process-end.js';

interface Running {
  stop(): Promise<void>;
}

/** Starts the database (unless one is given), brings its schema up to date, and listens. */
async function start(config: AppConfig, logger: Logger): Promise<Running> {
  const postgres = config.databaseUrl
    ? undefined
    : await new EmbeddedPostgres({ dataDir: config.dataDir, logger }).start();
  const ready = postgres ? config.withDatabaseUrl(postgres.url) : config;
  try {
    await runMigrations(ready.databaseUrl!);
    const app = await NestFactory.create<NestExpressApplication>(AppModule.with(ready), {
      logger: new PinoLoggerService(logger),
      bodyParser: false,
      abortOnError: false,
    });
    setUpApp(app, logger);
    await app.listen(ready.port, ready.host);
    printAddresses(ready, await app.getUrl());
    return {
      async stop() {
        app.get(Lifecycle).beginDraining();
        await app.close();
        await postgres?.stop();
      },
    };
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
}

function printAddresses(config: AppConfig, listening: string): void {
  const url = listening.replace('[::1]', 'localhost').replace('127.0.0.1', 'localhost');
  process.stdout.write(
    [
      '',
      `KyroChat is ready at ${url}`,
      `  API          ${url}/api/v1`,
      `  API docs     ${url}/docs`,
      `  Job queues   ${url}/queues`,
      `  Health       ${url}/health/ready`,
      `  Data         ${config.dataDir}`,
      '',
      '',
    ].join('\n'),
  );
}

try {
  const config = AppConfig.load();
  const logger = createLogger(config.logLevel);
  // A rejected promise nobody waits for is a defect, but no reason to drop everybody else's requests.
  process.on('unhandledRejection', (reason) => logger.error({ err: reason }, 'unhandled rejection'));
  process.on('uncaughtException', (error) => logger.error({ err: error }, 'uncaught exception'));
  const running = await start(config, logger);
  onStopSignal(() => running.stop(), logger);
  endWithParent();
} catch (error) {
  process.stderr.write(
    `KyroChat cannot start: ${error instanceof ConfigError ? error.message : (error as Error).stack}\n`,
  );
  process.exit(1);
}
