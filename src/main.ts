import { AppConfig, ConfigError } from './platform/config/app-config.js';
import { createLogger } from './platform/logging/logger.js';
import { endWithParent, keepRunning, onStopSignal } from './process-end.js';
import { type RunningServer, startServer } from './server.js';

function printAddresses(config: AppConfig, { url, sample }: RunningServer): void {
  process.stdout.write(
    [
      '',
      `KyroChat is ready at ${url}`,
      `  Console      ${url}`,
      ...(sample ? [`  Sample bot   ${sample}`] : []),
      `  API          ${url}/api/v1`,
      `  API docs     ${url}/docs`,
      `  Job queues   ${url}/queues   (platform administrator: the first account that registers)`,
      `  Health       ${url}/health/ready`,
      `  Data         ${config.dataDir}`,
      `  Database     ${config.databaseUrl ? 'DATABASE_URL' : 'embedded PostgreSQL'}`,
      `  Stop         Ctrl-C`,
      '',
      '',
    ].join('\n'),
  );
}

try {
  const config = AppConfig.load();
  const logger = createLogger(config.logLevel);
  keepRunning(logger);
  const server = await startServer(config, logger, (error) => {
    logger.fatal({ err: error }, 'the embedded database is lost');
    process.exit(1);
  });
  onStopSignal(() => server.stop(), logger);
  endWithParent();
  printAddresses(config, server);
} catch (error) {
  const text = error instanceof ConfigError ? error.message : ((error as Error).stack ?? String(error));
  process.stderr.write(`KyroChat cannot start: ${text}\n`);
  process.exit(1);
}
