import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';

import { AppModule } from '../../src/app.module.js';
import { setUpApp } from '../../src/app.setup.js';
import { AppConfig } from '../../src/platform/config/index.js';
import { Lifecycle } from '../../src/platform/health/index.js';
import { createLogger, PinoLoggerService } from '../../src/platform/logging/index.js';
import { createTestDatabase } from './postgres.js';

export interface TestApp {
  app: NestExpressApplication;
  /** `http://127.0.0.1:<port>`. */
  url: string;
  config: AppConfig;
  close(): Promise<void>;
}

export interface TestAppOptions {
  /** Environment variables on top of the tests' own. */
  env?: Record<string, string>;
  /** Replaces providers by fakes: `(builder) => builder.overrideProvider(Port).useValue(fake)`. */
  override?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
  /** An existing database to use instead of a fresh one; it is not dropped at the end. */
  databaseUrl?: string;
}

/** The whole application, listening on a free port, on a database and data folder of its own. */
export async function startTestApp({
  env = {},
  override = (b) => b,
  databaseUrl,
}: TestAppOptions = {}): Promise<TestApp> {
  const database = databaseUrl ? undefined : await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'kyro-test-'));
  const config = AppConfig.load({
    NODE_ENV: 'test',
    PORT: '0',
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl ?? database?.url,
    DATABASE_POOL_SIZE: '6',
    // Tests ask from one address, more than people do; those of the limits turn them on.
    RATE_LIMITS: 'off',
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'fatal',
    ...env,
  });
  const logger = createLogger(config.logLevel);
  const module = await override(Test.createTestingModule({ imports: [AppModule.with(config)] })).compile();
  const app = module.createNestApplication<NestExpressApplication>({ bodyParser: false });
  app.useLogger(new PinoLoggerService(logger));
  setUpApp(app, logger);
  await app.listen(0, '127.0.0.1');
  return {
    app,
    url: await app.getUrl(),
    config,
    async close() {
      app.get(Lifecycle).beginDraining();
      await app.close();
      await database?.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
