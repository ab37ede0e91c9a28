/**
 * node bench/history/history.mjs
 * Long conversations in a large database: what a page of 50 messages costs anywhere in a conversation of 100,000 among
 * 1,000,000 messages, and whether a turn late in a conversation costs more than an early one. The rows are written
 * with SQL, everything measured goes over HTTP. Needs the compiled product.
 */
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import pg from 'pg';

import { prose } from '../ingestion/material.mjs';
import { Api, percentile } from '../support/api.mjs';
import { Child } from '../support/child.mjs';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000000' },
    longest: { type: 'string', default: '100000' },
    turns: { type: 'string', default: '250' },
  },
});
const LONGEST = Number(values.longest);
const OTHERS = Math.round((Number(values.messages) - LONGEST) / 100);
const TURNS = Number(values.turns);

/** CPU milliseconds that the server has told so far. */
let total = 0;

const text = prose(200_000, 3);
const dataDir = await mkdtemp(join(tmpdir(), 'kyro-bench-'));
await chmod(dataDir, 0o711);
const server = await Child.start(join(import.meta.dirname, '..', 'chat', 'bench-server.mjs'), {
  env: { DATA_DIR: dataDir, RATE_LIMITS: 'off' },
});
try {
  const api = new Api(server.ready.url);
  await api.register();
  const bot = await api.createBot('bench');
  await api.upload(bot.id, [{ name: 'text.txt', bytes: text }]);
  await api.untilReady(bot.id);
  const long = await seed(bot);
  await pages(api, long);
  await turns(api, bot);
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}

/** One conversation of `LONGEST` messages, the rest in conversations of 100; answers with three citations each. */
async function seed({ id: botId, workspaceId }) {
  const client = new pg.Client({ connectionString: server.ready.databaseUrl });
  await client.connect();
  await client.query('SET statement_timeout = 0');
  const citation = (index) => ({
    index,
    documentId: randomUUID(),
    chunkId: randomUUID(),
    title: 'A document with a name of usual length.pdf',
    page: 12,
    heading: 'Chapter one › Section two',
    snippet: text.slice(index * 300, index * 300 + 280),
    score: 0.5,
  });
  const contents = [text.slice(0, 80), text.slice(0, 600), JSON.stringify([1, 2, 3].map(citation))];
  const long = randomUUID();
  const fill = async (conversations, size) => {
    await client.query(
      `WITH made AS (
         INSERT INTO conversations (id, workspace_id, bot_id, principal, title, last_seq)
         SELECT id, $2, $3, 'user:bench', 'Bench', $4 FROM unnest($1::uuid[]) id RETURNING id
       )
       INSERT INTO messages (id, conversation_id, seq, role, content, status, citations, model)
       SELECT gen_random_uuid(), made.id, seq, CASE WHEN seq % 2 = 1 THEN 'user' ELSE 'assistant' END,
              CASE WHEN seq % 2 = 1 THEN $5 ELSE $6 END, 'completed',
              CASE WHEN seq % 2 = 1 THEN '[]'::jsonb ELSE $7::jsonb END, 'bench'
       FROM made, generate_series(1, $4::int) seq`,
      [conversations, workspaceId, botId, size, ...contents],
    );
  };
  await fill([long], LONGEST);
  for (let left = OTHERS; left > 0; left -= 500) {
    await fill(
      Array.from({ length: Math.min(500, left) }, () => randomUUID()),
      100,
    );
  }
  await client.query('VACUUM ANALYZE messages');
  await client.query('VACUUM ANALYZE conversations');
  await client.end();
  return long;
}

async function pages(api, conversationId) {
  const took = [];
  let largest = 0;
  const read = async (query) => {
    const began = performance.now();
    const response = await fetch(`${api.base}/conversations/${conversationId}/messages?limit=50&${query}`, {
      headers: { authorization: `Bearer ${api.token}` },
    });
    const body = await response.text();
    took.push(performance.now() - began);
    largest = Math.max(largest, Buffer.byteLength(body));
    return JSON.parse(body);
  };
  // Anywhere: the cursor is made as the server makes it.
  for (let n = 0; n < 400; n++) {
    const seq = Math.floor(Math.random() * (LONGEST - 50));
    const place = `messages:${conversationId}:${n % 2 ? 'after' : 'before'}:${seq + 51}`;
    const { items } = await read(`cursor=${Buffer.from(place).toString('base64url')}`);
    if (items.length === 0) throw new Error('an empty page');
  }
  took.splice(0, 50);
  let page = await read('start=newest');
  for (let n = 0; n < 50; n++) page = await read(`cursor=${page.previousCursor}`);
  console.log(`a page of 50 of ${LONGEST} messages, ${Number(values.messages)} in all`);
  console.log(
    `  p50 ${percentile(took, 50).toFixed(1)} ms, p95 ${percentile(took, 95).toFixed(1)} ms (bar 20)`,
  );
  console.log(`  ${(largest / 1000).toFixed(0)} KB at most (bar 150)`);
}

/** CPU of server and database for ten turns each around the tenth and the last message of fresh conversations. */
async function turns(api, bot) {
  const early = [];
  const late = [];
  for (let round = 0; round < 5; round++) {
    let conversationId;
    for (let n = 1; n <= TURNS / 2; n++) {
      const part = n > 4 && n <= 14 ? early : n > TURNS / 2 - 10 ? late : undefined;
      const before = part && (await cost());
      const at = (n * 37) % 500;
      const message = `What about ${text.slice(at * 90, at * 90 + 70).trim()}?`;
      ({ conversationId } = await api.call('POST', `/bots/${bot.id}/chat`, { message, conversationId }));
      part?.push((await cost()) - before);
    }
  }
  const [first, last] = [early, late].map(
    (list) => list.reduce((sum, value) => sum + value, 0) / list.length,
  );
  console.log(`a turn around message ${TURNS}`);
  console.log(
    `  CPU ${last.toFixed(1)} ms, around message 10-28 ${first.toFixed(1)} ms: ${(last / first).toFixed(2)} times (bar 1.2)`,
  );
}

async function cost() {
  total += (await server.ask('probe')).cpuMs;
  return total + (await server.postgresCpuMs());
}
