import { Worker } from 'node:worker_threads';
import { MEMORY_SIGNAL } from './extraction-protocol.js';

const CHECK_EVERY_MS = 250;

/**
 * A tiny thread that sees what the main thread, busy with a hostile document, cannot: that the parent process is gone
 * (kill -9 of the server must leave no orphan), or that this process has grown beyond `maxRssMb` outside the heap.
 */
export function startWatchdog(maxRssMb: number, parent: number): void {
  const code = `
    const limit = ${maxRssMb} * 1024 * 1024;
    setInterval(() => {
      if (process.ppid !== ${parent}) process.kill(process.pid, 'SIGKILL');
      if (process.memoryUsage.rss() > limit) process.kill(process.pid, '${MEMORY_SIGNAL}');
    }, ${CHECK_EVERY_MS});
  `;
  const worker = new Worker(code, {
    eval: true,
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 },
  });
  worker.unref();
}
