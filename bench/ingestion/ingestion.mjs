/**
 * node bench/ingestion/ingestion.mjs [small] [pdf] [large]
 * From upload to ready, over HTTP, on the embedded database: many small files, one long PDF, one large text with the
 * memory it takes and what chat feels meanwhile. Beside it the floor: the same small files by plain Node and pg.
 * Needs the compiled product.
 */
import { setTimeout as delay } from 'node:timers/promises';

import { Api, percentile } from '../support/api.mjs';
import { startServerProcess } from '../support/server-process.mjs';
import { storeFilesPlainly } from '../floor/ingestion-floor.mjs';
import { prose, textPdf } from './material.mjs';

const FILES = 200;
const PAGES = 300;

const parts = process.argv.slice(2);
const wanted = (part) => parts.length === 0 || parts.includes(part);

const server = await startServerProcess();
const api = new Api(server.url);
try {
  await api.register();
  if (wanted('small')) await smallFiles();
  if (wanted('pdf')) await longPdf();
  if (wanted('large')) await largeText();
} finally {
  await server.stop();
}

async function smallFiles() {
  await timed('warm-up', [{ name: 'warm-up.txt', bytes: prose(5_000, 9_999) }]);
  const files = Array.from({ length: FILES }, (_, i) => ({ name: `file-${i}.txt`, bytes: prose(5_000, i) }));
  await server.probe();
  const seconds = await timed('small files', files);
  const { cpuMs, loopP99, loopMax } = await server.probe();
  const floor = await storeFilesPlainly(files.map(({ bytes }) => bytes));
  report(`${FILES} files of 5 KB`, [
    `${(FILES / seconds).toFixed(0)} files a second (bar 80, aim 150)`,
    `${(cpuMs / FILES).toFixed(1)} ms server CPU each`,
    `floor ${(FILES / floor).toFixed(0)} a second, ratio ${(seconds / floor).toFixed(1)}`,
    loop(loopP99, loopMax),
  ]);
}

async function longPdf() {
  const bytes = await textPdf(PAGES);
  const seconds = [];
  for (let round = 0; round < 6; round++) {
    seconds.push(await timed(`pdf ${round}`, [{ name: 'long.pdf', bytes }]));
  }
  const { loopP99, loopMax } = await server.probe();
  const best = Math.min(...seconds);
  report(`a text PDF of ${PAGES} pages`, [
    `${(PAGES / best).toFixed(0)} pages a second (bar 265, aim 420); first ${(PAGES / seconds[0]).toFixed(0)}`,
    loop(loopP99, loopMax),
  ]);
}

async function largeText() {
  const quiet = await api.createBot('quiet');
  await api.upload(quiet.id, [{ name: 'quiet.txt', bytes: prose(200_000, 77) }]);
  await api.untilReady(quiet.id);
  const ask = (n) => api.timeToFirstToken(quiet.id, `What about ${prose(60, n).trim()}?`);
  const usual = [];
  for (let n = 0; n < 60; n++) usual.push(await ask(n));

  // Extraction children end after a minute without work: idle is what remains then.
  await delay(65_000);
  const idle = (await server.memory()).all;
  const bot = await api.createBot('large');
  await server.probe();
  const meanwhile = [];
  let peak = 0;
  let busy = true;
  const watch = (async () => {
    for (; busy; await delay(50)) peak = Math.max(peak, (await server.memory()).all);
  })();
  const chat = (async () => {
    for (let n = 0; busy; n++) meanwhile.push(await ask(1_000 + n));
  })();
  const started = performance.now();
  await api.upload(bot.id, [{ name: 'large.txt', bytes: prose(5_000_000, 5) }]);
  await api.untilReady(bot.id);
  const seconds = (performance.now() - started) / 1000;
  busy = false;
  await Promise.all([watch, chat]);
  const { loopP99, loopMax } = await server.probe();
  const ratio = percentile(meanwhile, 95) / percentile(usual, 95);
  report('a text of 5 MB while people chat', [
    `${seconds.toFixed(1)} s`,
    `memory of all processes +${(peak - idle).toFixed(0)} MB over idle (bar 200, aim 120)`,
    `time to first token p95 ${percentile(meanwhile, 95).toFixed(0)} ms, usually ${percentile(usual, 95).toFixed(0)}: ratio ${ratio.toFixed(1)} (bar 3, aim 1.5)`,
    loop(loopP99, loopMax),
  ]);
}

/** Seconds from the first byte sent to the last document ready, in a bot of its own. */
async function timed(name, files) {
  const bot = await api.createBot(name);
  const started = performance.now();
  await api.upload(bot.id, files);
  await api.untilReady(bot.id);
  return (performance.now() - started) / 1000;
}

function loop(p99, max) {
  return `event-loop delay p99 ${p99.toFixed(0)} ms (bar 50), max ${max.toFixed(0)}`;
}

function report(title, lines) {
  console.log(`${title}\n${lines.map((line) => `  ${line}`).join('\n')}`);
}
