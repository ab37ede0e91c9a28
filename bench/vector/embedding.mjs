/**
 * node bench/vector/embedding.mjs [passages]       default: 10000
 * Passages of a bot get their vectors from an OpenAI-compatible server that answers at once: how many a second, and what
 * that costs in memory. The wire, the cache, the store and the keeper are the product's own. Needs the compiled product.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

import { openEnvironment, product } from '../retrieval/lib/environment.mjs';

const DIMENSIONS = 768;
const DOCUMENT = 200;
const count = Number(process.argv[2] ?? 10_000);

/** The same vector for everybody, written down once: what is measured is not the server. */
const vector = Buffer.from(Float32Array.from({ length: DIMENSIONS }, (_, i) => Math.sin(i + 1)).buffer);
const entry = vector.toString('base64');
let calls = 0;
const provider = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const { input } = JSON.parse(Buffer.concat(parts).toString());
  calls++;
  const data = input.map((_, index) => `{"object":"embedding","index":${index},"embedding":"${entry}"}`);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(
    `{"object":"list","model":"bench","data":[${data.join(',')}],"usage":{"prompt_tokens":1,"total_tokens":1}}`,
  );
});
provider.listen(0, '127.0.0.1');
await once(provider, 'listening');

const environment = await openEnvironment();
const { database, transactions } = environment;
const { AppConfig } = await product('platform/config/index.js');
const { EmbeddingModels } = await product('ai/application/embedding-models.service.js');
const { PostgresEmbeddingCache } = await product('ai/infrastructure/postgres-embedding.cache.js');
const { OpenAiEmbeddingModelProvider } = await product(
  'ai/providers/openai/openai-embedding-model.provider.js',
);
const { ExactVectorStore } = await product('retrieval/infrastructure/exact-vector.store.js');
const { VectorStores } = await product('retrieval/application/vector-stores.service.js');
const { GenerationalVectorIndex } = await product('retrieval/application/generational-vector.index.js');
const { VectorKeeper } = await product('retrieval/application/vector-keeper.service.js');
const { PostgresVectorGenerationRepository } = await product(
  'retrieval/infrastructure/postgres-vector-generation.repository.js',
);

const baseUrl = `http://127.0.0.1:${provider.address().port}/v1`;
const config = AppConfig.load({ OPENAI_BASE_URL: baseUrl, EMBEDDING_MODEL: `openai:bench:${DIMENSIONS}` });
const models = new EmbeddingModels(
  [new OpenAiEmbeddingModelProvider({ baseUrl })],
  config,
  new PostgresEmbeddingCache(database),
);
const stores = new VectorStores([new ExactVectorStore(database, transactions)]);
const generations = new PostgresVectorGenerationRepository(database, transactions);
const keeper = new VectorKeeper(
  models,
  stores,
  generations,
  new GenerationalVectorIndex(models, stores, generations),
);

try {
  const botId = await passages(count);
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const watch = watchMemory();
  const started = performance.now();
  await keeper.round();
  const seconds = (performance.now() - started) / 1000;
  const { most, halves } = watch.stop();
  const [{ done }] = await database.query(
    `SELECT count(*)::int AS done FROM chunk_vectors v JOIN vector_generations g ON g.id = v.generation_id
     WHERE g.bot_id = $1 AND g.state = 'active'`,
    [botId],
  );
  if (done !== count) throw new Error(`${done} of ${count} have a vector`);
  console.log(
    `${count} passages embedded in ${seconds.toFixed(1)} s: ${Math.round(count / seconds)} a second, ${calls} calls; ` +
      `heap at most ${mb(most)} MB (first half ${mb(halves[0])}, second ${mb(halves[1])}), ` +
      `resident + ${mb(process.memoryUsage().rss - before)} MB`,
  );
} finally {
  provider.close();
  provider.closeAllConnections();
  await environment.close();
}

/** Published, as documents of a bot; only what the keeper looks at. */
async function passages(total) {
  const [workspaceId, botId, ownerId] = [randomUUID(), randomUUID(), randomUUID()];
  await database.query(`INSERT INTO workspaces (id, name) VALUES ($1, 'bench')`, [workspaceId]);
  await database.query(
    `INSERT INTO bots (id, workspace_id, name, description, public_key, config) VALUES ($1, $2, 'bench', '', $3, '{}')`,
    [botId, workspaceId, ownerId],
  );
  for (let done = 0; done < total; done += DOCUMENT) {
    const documentId = randomUUID();
    await database.query(
      `INSERT INTO indexed_documents (document_id, workspace_id, bot_id, version, title) VALUES ($1, $2, $3, $4, 'bench')`,
      [documentId, workspaceId, botId, randomUUID()],
    );
    await database.query(
      `INSERT INTO chunks (id, workspace_id, bot_id, document_id, ordinal, content, heading, char_start, char_end, language)
       SELECT gen_random_uuid(), $1, $2, $3, n, repeat('Passage ' || ($4::int + n) || ' of the benchmark. ', 24), '{}', n * 1000,
         n * 1000 + 900, 'en' FROM generate_series(0, $5::int - 1) n`,
      [workspaceId, botId, documentId, done, Math.min(DOCUMENT, total - done)],
    );
  }
  return botId;
}

/** The heap's peak, and its mean while the first and the second half of the work were done. */
function watchMemory() {
  const samples = [];
  const timer = setInterval(() => samples.push(process.memoryUsage().heapUsed), 50);
  return {
    stop() {
      clearInterval(timer);
      const middle = Math.ceil(samples.length / 2);
      const mean = (list) => list.reduce((sum, x) => sum + x, 0) / Math.max(1, list.length);
      return {
        most: Math.max(...samples),
        halves: [mean(samples.slice(0, middle)), mean(samples.slice(middle))],
      };
    },
  };
}

function mb(bytes) {
  return Math.round(bytes / 1e6);
}
