/**
 * The floor of chat: one HTTP address by plain Node and pg. It stores the question, fetches passages by the full-text
 * search that comes with PostgreSQL, streams 100 tokens as SSE and stores the answer. No accounts, tenants, order,
 * resuming, citations, or anything else that makes an answer trustworthy.
 * Run as a child with an IPC channel and DATABASE_URL of a database that has a `chunks` table with texts.
 */
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

import pg from 'pg';

import { sampleTokens } from '../../test/fakes/scripted-chat-model.mjs';

const TOKENS = sampleTokens(100);
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 12 });
await pool.query(
  `CREATE TABLE floor_pieces AS SELECT content, to_tsvector('english', content) AS tsv FROM chunks`,
);
await pool.query('CREATE INDEX ON floor_pieces USING gin (tsv)');
await pool.query('CREATE TABLE floor_messages (id bigserial PRIMARY KEY, question bigint, content text)');
await pool.query('ANALYZE floor_pieces');
let tokensPerSecond;

const server = createServer(async (request, response) => {
  try {
    let body = '';
    for await (const chunk of request) body += chunk;
    await answer(JSON.parse(body).message, response);
  } catch (error) {
    response.destroy(error);
  }
});

async function answer(question, response) {
  const stored = await pool.query({
    name: 'question',
    text: 'INSERT INTO floor_messages (content) VALUES ($1) RETURNING id',
    values: [question],
  });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const { rows } = await pool.query({
    name: 'search',
    text: `SELECT content FROM floor_pieces, to_tsquery('english', $1) query WHERE tsv @@ query
           ORDER BY ts_rank(tsv, query, 1) DESC LIMIT 6`,
    values: [question.match(/\w+/g).join(' | ')],
  });
  send(response, 'sources', { passages: rows.map(({ content }) => content.slice(0, 300)) });
  let text = '';
  for (const token of TOKENS) {
    if (tokensPerSecond && text !== '') await delay(1000 / tokensPerSecond);
    text += token;
    send(response, 'delta', { text: token });
  }
  await pool.query({
    name: 'answer',
    text: 'INSERT INTO floor_messages (question, content) VALUES ($1, $2)',
    values: [stored.rows[0].id, text],
  });
  send(response, 'completed', { text });
  response.end();
}

function send(response, event, data) {
  response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

let cpu = process.cpuUsage();
process.on('message', (message) => {
  if (message === 'stop') process.exit(0);
  if (message.play) tokensPerSecond = message.play.tokensPerSecond;
  const { user, system } = process.cpuUsage(cpu);
  cpu = process.cpuUsage();
  process.send({ cpuMs: (user + system) / 1000, rssMb: process.memoryUsage.rss() / 2 ** 20 });
});
server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
