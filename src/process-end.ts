import type { Logger } from 'pino';

import { startedByNpm } from './platform/config/started-by-npm.js';

/** A stop that has not finished by then is cut off: what is unfinished is picked up at the next start. */
const STOP_DEADLINE_MS = 25_000;

/** An error that nobody caught is a defect, but no reason to drop everybody else's requests. */
export function keepRunning(logger: Logger): void {
  process.on('unhandledRejection', (reason) => logger.error({ err: reason }, 'unhandled rejection'));
  process.on('uncaughtException', (error) => logger.error({ err: error }, 'uncaught exception'));
}

/** Runs `stop` once on SIGTERM or SIGINT, then exits 0; a second signal is ignored while the first is served. */
export function onStopSignal(stop: () => Promise<void>, logger: Logger): void {
  let stopping = false;
  const onSignal = (signal: string) => {
    if (stopping) return;
    stopping = true;
    logger.info(`${signal}: stopping`);
    const deadline = setTimeout(() => {
      logger.error(`not stopped after ${STOP_DEADLINE_MS} ms, leaving`);
      process.exit(1);
    }, STOP_DEADLINE_MS);
    deadline.unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/**
 * `npm start` can be killed in a way that it cannot pass on (kill -9). Under npm, an orphaned server would keep the
 * port and the data folder, so it ends itself when its parent is gone.
 */
export function endWithParent(): void {
  if (!startedByNpm()) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 1_000).unref();
}
