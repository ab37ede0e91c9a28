/**
 * node bench/chat/chat.mjs
 * Streamed turns over a bot that holds a 300-page PDF, with a scripted model: what a turn costs the server and the
 * database, how long the first token takes, how many turns a second there are, over SSE and over sockets. Beside it
 * the floor, measured in the same run on the same database server. Needs the compiled product.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import pg from 'pg';

import { prose, textPdf } from '../ingestion/material.mjs';
import { Api, percentile } from '../support/api.mjs';
import { Child } from '../support/child.mjs';

const { values } = parseArgs({
  options: { turns: { type: 'string', default: '2000' }, pages: { type: 'string', default: '300' } },
});
const TURNS = Number(values.turns);
const POOL = 12;
const here = import.meta.dirname;
const questions = Array.from({ length: 50 }, (_, n) => `What about ${prose(70, 1_000 + n).trim()}?`);

// First of all, since it takes a while, in which connections would be given up as idle.
const pdf = await textPdf(Number(values.pages));
const dataDir = await mkdtemp(join(tmpdir(), 'kyro-bench-'));
await chmod(dataDir, 0o711);
const env = { DATA_DIR: dataDir, DATABASE_POOL_SIZE: String(POOL), RATE_LIMITS: 'off' };
const server = await Child.start(join(here, 'bench-server.mjs'), { env });
const { url, databaseUrl } = server.ready;
const api = new Api(url);
await api.register();
const bot = await api.createBot('bench');
await api.upload(bot.id, [{ name: 'long.pdf', bytes: pdf }]);
await api.untilReady(bot.id);
const floor = await Child.start(join(here, '..', 'floor', 'chat-floor.mjs'), {
  env: { DATABASE_URL: databaseUrl },
});
const client = await Child.start(join(here, 'load-client.mjs'), { waits: false });

const ours = { name: 'KyroChat', child: server, url, token: api.token, botId: bot.id };
const plain = { name: 'floor', child: floor, url: floor.ready.url, token: '-' };
try {
  for (const target of [ours, plain]) await run(target, { turns: 300, concurrency: 20 });

  const alone = await both({ turns: 100, concurrency: 1 });
  line('time to first token, one at a time', [
    `p50 ${ms(alone.ours.p50)}, floor ${ms(alone.plain.p50)}: + ${ms(alone.ours.p50 - alone.plain.p50)} (bar + 10, aim + 5)`,
    `p95 ${ms(alone.ours.p95)}, floor ${ms(alone.plain.p95)}`,
  ]);

  const burst = await both({ turns: TURNS, concurrency: 100 });
  line('100 at a time, 100 tokens at once', [
    `${burst.ours.perSecond.toFixed(0)} turns/s (bar 165, aim 250), floor ${burst.plain.perSecond.toFixed(0)}`,
    `server CPU ${ms(burst.ours.cpuMs)} a turn (bar 10, aim 4), floor ${ms(burst.plain.cpuMs)}, ratio ${ratio(burst, 'cpuMs')}`,
    `PostgreSQL CPU ${ms(burst.ours.postgresMs)} a turn, floor ${ms(burst.plain.postgresMs)}`,
    `${burst.ours.connections} connections at most (pool ${POOL})`,
  ]);

  const sockets = await run(ours, { kind: 'socket', turns: TURNS / 2, concurrency: 100 });
  line('the same over sockets', [
    `${sockets.perSecond.toFixed(0)} turns/s`,
    `server CPU ${ms(sockets.cpuMs)} a turn: ${(sockets.cpuMs / burst.ours.cpuMs).toFixed(2)} times SSE (bar 1.5)`,
  ]);

  const paced = await both({ turns: 200, concurrency: 100, script: { tokens: 100, tokensPerSecond: 20 } });
  line('100 streams at 20 tokens a second', [
    `server CPU ${ms(paced.ours.cpuMs)} a turn (bar 16, aim 12), floor ${ms(paced.plain.cpuMs)}, ratio ${ratio(paced, 'cpuMs')}`,
    `first token p95 ${ms(paced.ours.p95)}, floor ${ms(paced.plain.p95)}, ratio ${ratio(paced, 'p95')} (bar 2)`,
  ]);
} finally {
  client.process.kill();
  await floor.stop();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function both(load) {
  return { plain: await run(plain, load), ours: await run(ours, load) };
}

async function run(target, { kind = 'sse', turns, concurrency, script = { tokens: 100 } }) {
  await target.child.ask({ play: script });
  const watch = watchConnections();
  const postgresBefore = await server.postgresCpuMs();
  const { url, token, botId } = target;
  const { seconds, firstMs, errors } = await client.ask({
    kind,
    url,
    token,
    botId,
    turns,
    concurrency,
    questions,
  });
  if (errors.length > 0)
    throw new Error(`${target.name}: ${errors.length} of ${turns} turns failed: ${errors[0]}`);
  const { cpuMs } = await target.child.ask('probe');
  return {
    perSecond: turns / seconds,
    cpuMs: cpuMs / turns,
    postgresMs: ((await server.postgresCpuMs()) - postgresBefore) / turns,
    p50: percentile(firstMs, 50),
    p95: percentile(firstMs, 95),
    connections: await watch(),
  };
}

/** Most connections for statements of the application at any time; the queue has its own pool. */
function watchConnections() {
  const pool = new pg.Client({ connectionString: databaseUrl });
  let most = 0;
  let on = true;
  const watching = (async () => {
    await pool.connect();
    while (on) {
      const { rows } = await pool.query(
        `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'kyrochat'`,
      );
      most = Math.max(most, rows[0].n);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await pool.end();
  })();
  return async () => {
    on = false;
    await watching;
    return most;
  };
}

function ms(value) {
  return `${value.toFixed(1)} ms`;
}

function ratio({ ours, plain }, key) {
  return (ours[key] / plain[key]).toFixed(1);
}

function line(title, facts) {
  console.log(`${title}\n${facts.map((fact) => `  ${fact}`).join('\n')}`);
}
