/**
 * node bench/retrieval/publish.mjs [documents] [at once]        default: 600 8
 * Small documents (5 passages, about 5 KB) staged and published into one bot, several at once, on a server that
 * flushes to disk; then one document of 5,000 passages. Needs the compiled product.
 */
import { randomUUID } from 'node:crypto';

import { openEnvironment, percentile } from './lib/environment.mjs';
import { makeCorpus } from './lib/synthetic.mjs';

const PASSAGES = 5;
const [documents = 600, concurrency = 8] = process.argv.slice(2).map(Number);
const environment = await openEnvironment({ poolSize: concurrency + 2 });
const corpus = makeCorpus(documents * PASSAGES);
try {
  await small(documents);
  await big(5_000);
} finally {
  await environment.close();
}

async function small(count) {
  const botId = randomUUID();
  const queue = Array.from({ length: count }, () =>
    Array.from({ length: PASSAGES }, (_, i) => corpus.chunk(i)),
  );
  const times = [];
  const cpu = process.cpuUsage();
  const started = performance.now();
  const worker = async () => {
    for (let chunks = queue.pop(); chunks; chunks = queue.pop()) {
      const target = newTarget(botId);
      const from = performance.now();
      await environment.transactions.run(async () => {
        await environment.writer.stage(target, chunks);
        await environment.writer.publish(target, { title: 'Small' });
      });
      times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    `${count} documents, ${concurrency} at once: ${(count / seconds).toFixed(0)} a second, p50 ${percentile(times, 0.5).toFixed(1)} ms, ` +
      `p95 ${percentile(times, 0.95).toFixed(1)} ms, CPU of this process ${((user + system) / 1000 / count).toFixed(2)} ms each`,
  );
}

async function big(passages) {
  const target = newTarget(randomUUID());
  const chunks = Array.from({ length: passages }, (_, i) => corpus.chunk(i));
  let started = performance.now();
  for (let i = 0; i < chunks.length; i += 100)
    await environment.writer.stage(target, chunks.slice(i, i + 100));
  const staging = performance.now() - started;
  started = performance.now();
  await environment.transactions.run(() => environment.writer.publish(target, { title: 'Big' }));
  const publishing = performance.now() - started;
  console.log(
    `${passages} passages: staged in ${staging.toFixed(0)} ms, published in ${publishing.toFixed(0)} ms`,
  );
}

function newTarget(botId) {
  return { workspaceId: randomUUID(), botId, documentId: randomUUID(), version: randomUUID() };
}
