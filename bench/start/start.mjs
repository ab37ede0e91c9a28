/**
 * node bench/start/start.mjs
 * Time from the process's start to readiness on the embedded database, first and warm, and what the idle server
 * holds in memory. Needs the compiled product.
 */
import { setTimeout as delay } from 'node:timers/promises';

import { startServerProcess } from '../support/server-process.mjs';

const first = await startServerProcess();
await first.stop({ keepData: true });
const warm = [];
for (let round = 0; round < 3; round++) {
  const server = await startServerProcess({ dataDir: first.dataDir });
  warm.push(server.readyMs);
  await server.stop({ keepData: true });
}
const idle = await startServerProcess({ dataDir: first.dataDir });
await delay(20_000);
const { serverRss, all } = await idle.memory();
await idle.stop();
console.log(`start with a new database ${(first.readyMs / 1000).toFixed(1)} s`);
console.log(
  `warm start ${(Math.min(...warm) / 1000).toFixed(1)} s to ${(Math.max(...warm) / 1000).toFixed(1)} s (bar 3)`,
);
console.log(
  `idle memory of the server ${serverRss.toFixed(0)} MB resident (bar 180, aim 130); with PostgreSQL ${all.toFixed(0)} MB`,
);
