/**
 * node bench/retrieval/scale.mjs [chunks ...]        default: 10000 100000
 * Time of the keyword half in one bot of so many synthetic passages, one question at a time: wall time, CPU of this
 * process, and the time to publish what is searched. Needs the compiled product.
 */
import { randomUUID } from 'node:crypto';

import { openEnvironment, percentile } from './lib/environment.mjs';
import { makeCorpus } from './lib/synthetic.mjs';

const QUESTIONS = 200;
const CHUNKS_PER_DOCUMENT = 500;
const sizes = process.argv.slice(2).map(Number);
const environment = await openEnvironment();
try {
  for (const size of sizes.length > 0 ? sizes : [10_000, 100_000]) await run(size);
} finally {
  await environment.close();
}

async function run(size) {
  const botId = randomUUID();
  const corpus = makeCorpus(size);
  const publishing = await fill(botId, corpus, size);
  await environment.transactions.run(() => environment.store.foldStatistics(botId));
  // What autovacuum does within a minute or two.
  await environment.database.query('VACUUM ANALYZE chunk_lexemes');
  await environment.database.query('ANALYZE lexeme_stats');
  const search = environment.newSearch();
  const questions = Array.from({ length: QUESTIONS }, () => corpus.question());
  console.log(
    `${size} passages, ${QUESTIONS} questions; documents of ${CHUNKS_PER_DOCUMENT} published in ${publishing}`,
  );
  for (const round of ['first time', 'again']) {
    const times = [];
    const cpu = process.cpuUsage();
    for (const text of questions) {
      const started = performance.now();
      const { items } = await search.search({ botId, text, topK: 5 });
      times.push(performance.now() - started);
      if (items.length === 0) throw new Error(`nothing found for ${text}`);
    }
    const { user, system } = process.cpuUsage(cpu);
    const ms = (value) => `${value.toFixed(1)} ms`;
    console.log(
      `  ${round}: p50 ${ms(percentile(times, 0.5))}, p95 ${ms(percentile(times, 0.95))}, ` +
        `CPU of this process ${ms((user + system) / 1000 / QUESTIONS)} a search`,
    );
  }
}

async function fill(botId, corpus, size) {
  const times = [];
  for (let done = 0; done < size; done += CHUNKS_PER_DOCUMENT) {
    const target = { workspaceId: randomUUID(), botId, documentId: randomUUID(), version: randomUUID() };
    const chunks = Array.from({ length: Math.min(CHUNKS_PER_DOCUMENT, size - done) }, (_, i) =>
      corpus.chunk(i),
    );
    for (let i = 0; i < chunks.length; i += 100)
      await environment.writer.stage(target, chunks.slice(i, i + 100));
    const started = performance.now();
    await environment.transactions.run(() =>
      environment.writer.publish(target, { title: `Document ${done}` }),
    );
    times.push(performance.now() - started);
  }
  return `p50 ${percentile(times, 0.5).toFixed(0)} ms, p95 ${percentile(times, 0.95).toFixed(0)} ms`;
}
