/**
 * node bench/vector/vector.mjs [chunks ...]        default: 10000 100000
 * The vectors of one bot in a PostgreSQL without pgvector, 768 dimensions: how many of the ten nearest passages are
 * found, against comparing all of them, and how long that takes, one question at a time; how fast vectors are written,
 * and what that costs in memory. Vectors lie in clusters in a narrow cone, as those of embedding models do. Needs the
 * compiled product.
 */
import { randomUUID } from 'node:crypto';

import { openEnvironment, percentile, product } from '../retrieval/lib/environment.mjs';

const DIMENSIONS = 768;
const QUESTIONS = 200;
const BATCH = 64;
const CLUSTERS = 400;
const sizes = process.argv.slice(2).map(Number);
const environment = await openEnvironment();
const { ExactVectorStore } = await product('retrieval/infrastructure/exact-vector.store.js');
const store = new ExactVectorStore(environment.database, environment.transactions);
try {
  for (const size of sizes.length > 0 ? sizes : [10_000, 100_000]) await run(size);
} finally {
  await environment.close();
}

async function run(size) {
  const space = makeSpace();
  const generation = await newGeneration(size);
  const all = new Float32Array(size * DIMENSIONS);
  const ids = [];
  const writing = await fill(generation, size, space, all, ids);
  await store.settle(generation);
  // What autovacuum does within a minute or two: only then is the index enough to answer.
  await environment.database.query('VACUUM ANALYZE chunk_vectors');
  const times = [];
  let found = 0;
  for (let i = 0; i < QUESTIONS; i++) {
    const question = space();
    const started = performance.now();
    const answer = await store.nearest(generation, question, 100, new AbortController().signal);
    times.push(performance.now() - started);
    const right = exact(all, ids, question);
    found += answer.slice(0, 10).filter(({ chunkId }) => right.has(chunkId)).length;
  }
  console.log(
    `${size} vectors of ${DIMENSIONS}: recall@10 ${(found / QUESTIONS / 10).toFixed(4)}, ` +
      `p50 ${percentile(times, 0.5).toFixed(1)} ms, p95 ${percentile(times, 0.95).toFixed(1)} ms; written ${writing}`,
  );
}

async function newGeneration(size) {
  const generation = { id: randomUUID(), botId: randomUUID(), dimensions: DIMENSIONS, store: 'exact' };
  await environment.database.query(
    `INSERT INTO vector_generations (id, workspace_id, bot_id, model, dimensions, store, state)
     VALUES ($1, $2, $3, 'bench:cone:768', $4, 'exact', 'active')`,
    [generation.id, randomUUID(), generation.botId, DIMENSIONS],
  );
  // How many passages a bot has is read from here.
  await environment.database.query(
    `INSERT INTO index_totals (bot_id, config, chunks, words, state) VALUES ($1, 'english', $2, 0, $3)`,
    [generation.botId, size, randomUUID()],
  );
  return generation;
}

async function fill(generation, size, space, all, ids) {
  const started = performance.now();
  let most = 0;
  let spent = 0;
  for (let done = 0; done < size; done += BATCH) {
    const vectors = Array.from({ length: Math.min(BATCH, size - done) }, (_, i) => {
      const vector = space();
      const chunkId = randomUUID();
      all.set(vector, (done + i) * DIMENSIONS);
      ids.push(chunkId);
      return { chunkId, documentId: generation.id, vector };
    });
    const before = performance.now();
    await store.upsert(generation, vectors);
    spent += performance.now() - before;
    most = Math.max(most, process.memoryUsage().heapUsed);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  return `${Math.round((size / spent) * 1000)} a second (${seconds} s in all), heap at most ${Math.round(most / 1e6)} MB`;
}

/** The ids of the ten nearest of all. */
function exact(all, ids, question) {
  const scores = new Float32Array(ids.length);
  for (let row = 0, offset = 0; row < ids.length; row++, offset += DIMENSIONS) {
    let sum = 0;
    for (let i = 0; i < DIMENSIONS; i++) sum += all[offset + i] * question[i];
    scores[row] = sum;
  }
  const tenth = Float32Array.from(scores).sort().at(-10);
  return new Set(ids.filter((_, row) => scores[row] >= tenth));
}

/** Draws vectors of unit length around topics around a common direction, with the spectrum falling as in real models. */
function makeSpace() {
  const spread = Float32Array.from({ length: DIMENSIONS }, (_, i) => (i + 20) ** -0.5);
  const draw = (scale) => Float32Array.from(spread, (s) => s * scale * gaussian());
  const common = draw(1.2);
  const topics = Array.from({ length: CLUSTERS }, () => draw(0.8));
  return () => {
    const topic = topics[Math.floor(Math.random() * CLUSTERS)];
    const own = draw(1);
    const vector = own.map((x, i) => x + topic[i] + common[i]);
    const norm = Math.hypot(...vector);
    return vector.map((x) => x / norm);
  };
}

function gaussian() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}
