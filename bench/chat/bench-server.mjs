/**
 * The real application with a scripted chat model in place of the default one. Run as a child with an IPC channel:
 * sends {url, databaseUrl} when ready, then answers {play: script} and 'probe' (CPU in ms since the last probe).
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { ScriptedChatModel } from '../../test/fakes/scripted-chat-model.mjs';

const dist = process.env.BENCH_DIST ?? join(import.meta.dirname, '..', '..', 'dist');
if (!existsSync(join(dist, 'server.js'))) throw new Error('build the product first: npm run build');
const load = (path) => import(join(dist, path));

const { startServer } = await load('server.js');
const { AppConfig } = await load('platform/config/index.js');
const { createLogger } = await load('platform/logging/index.js');
const { ChatModels } = await load('ai/index.js');
const { DataSource } = await import('typeorm');

const config = AppConfig.load({ RATE_LIMITS: 'off', ...process.env, PORT: '0', LOG_LEVEL: 'error' });
const server = await startServer(config, createLogger('error'));
const model = new ScriptedChatModel({ tokens: 100 }, { keepCalls: 0 });
server.app.get(ChatModels, { strict: false }).register(model.provider('offline'));

let cpu = process.cpuUsage();
process.on('message', async (message) => {
  if (message === 'stop') {
    await server.stop();
    process.exit(0);
  }
  if (message.play) model.play(message.play);
  const { user, system } = process.cpuUsage(cpu);
  cpu = process.cpuUsage();
  process.send({ cpuMs: (user + system) / 1000, rssMb: process.memoryUsage.rss() / 2 ** 20 });
});
process.send({
  url: server.url.replace('localhost', '127.0.0.1'),
  databaseUrl: server.app.get(DataSource).options.url,
});
