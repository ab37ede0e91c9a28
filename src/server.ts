import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';

import type { AppConfig } from './platform/config/index.js';

export interface RunningServer {
  app: NestExpressApplication;
  /** Where it listens, for a browser on this machine. */
  url: string;
  /** Where the sample bot can be tried; undefined when there is none. */
  sample?: string;
  /** Ends streams, jobs and connections, then the embedded database. */
  stop(): Promise<void>;
}

/**
 * Starts the database (unless one is given), brings its schema up to date, and listens. `onDatabaseLost` is called when
 * the embedded database has died and cannot be brought back. `extend` may register models and the like; it runs before
 * anything is served or taken up again.
 */
export async function startServer(
  config: AppConfig,
  logger: Logger,
  onDatabaseLost: (error: Error) => void = () => undefined,
  extend: (app: NestExpressApplication) => void | Promise<void> = () => undefined,
): Promise<RunningServer> {
  // The database starts while the application's modules are loaded; each takes a second or so.
  const [postgres, { createApplication }, { Lifecycle }, { SampleBot }] = await Promise.all([
    config.databaseUrl ? undefined : startEmbedded(config, logger, onDatabaseLost),
    import('./application.js'),
    import('./platform/health/index.js'),
    import('./sample/index.js'),
  ]);
  const ready = postgres ? config.withDatabaseUrl(postgres.url) : config;
  try {
    const app = await createApplication(ready, logger);
    await extend(app);
    await app.listen(ready.port, ready.host);
    const url = (await app.getUrl()).replace(/\[::1?\]|127\.0\.0\.1|0\.0\.0\.0/, 'localhost');
    const sample = await app.get(SampleBot, { strict: false }).bot();
    return {
      app,
      url,
      sample: sample && `${url}/demo/${sample.publicKey}`,
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

/** Loaded only when it is needed: with DATABASE_URL the binaries may not even be installed. */
async function startEmbedded(config: AppConfig, logger: Logger, onLost: (error: Error) => void) {
  const { EmbeddedPostgres } = await import('./platform/database/embedded/index.js');
  return new EmbeddedPostgres({ dataDir: config.dataDir, logger, onLost }).start();
}
