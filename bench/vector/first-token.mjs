/**
 * node bench/vector/first-token.mjs [turns]        default: 200
 * How much later the first word of an answer comes from the product than from its chat model, one turn at a time: an
 * OpenAI-compatible server answers at once and embeds at once, and every question is new, so that it is embedded, searched by
 * words and by meaning, and answered. Needs the compiled product.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';

import { prose } from '../ingestion/material.mjs';
import { Api, percentile } from '../support/api.mjs';
import { startServerProcess } from '../support/server-process.mjs';

const turns = Number(process.argv[2] ?? 200);
const DIMENSIONS = 768;

const provider = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const body = JSON.parse(Buffer.concat(parts).toString());
  if (request.url.endsWith('/embeddings')) return void embed(body.input, response);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const say = (delta, finish = null) =>
    response.write(
      `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
    );
  say({ content: 'ANSWERED: yes\nThree' });
  say({ content: ' years [1].' });
  say({}, 'stop');
  response.end('data: [DONE]\n\n');
});
provider.listen(0, '127.0.0.1');
await once(provider, 'listening');
const baseUrl = `http://127.0.0.1:${provider.address().port}/v1`;

const server = await startServerProcess({
  env: {
    OPENAI_BASE_URL: baseUrl,
    OPENAI_CHAT_MODELS: 'bench',
    EMBEDDING_MODEL: `openai:bench:${DIMENSIONS}`,
  },
});
try {
  const api = new Api(server.url);
  await api.register();
  const bot = await api.createBot('bench');
  await api.upload(bot.id, [{ name: 'handbook.txt', bytes: Buffer.from(prose(200_000, 1)) }]);
  await api.untilReady(bot.id);
  const question = (n) => `What about ${prose(70, 1_000 + n).trim()}?`;
  for (let n = 0; n < 30; n++) await api.timeToFirstToken(bot.id, question(-n));
  const { vectors } = await api.call('POST', `/bots/${bot.id}/search`, { query: question(turns) });
  if (vectors !== 'used') throw new Error(`vectors were ${vectors}`);
  const [ours, own] = [[], []];
  for (let n = 0; n < turns; n++) {
    own.push(await firstOfModel());
    ours.push(await api.timeToFirstToken(bot.id, question(n)));
  }
  const added = percentile(ours, 50) - percentile(own, 50);
  console.log(
    `first token, one turn at a time: p50 ${ms(percentile(ours, 50))}, the model's own ${ms(percentile(own, 50))}: ` +
      `+ ${ms(added)} (bar + 30); p95 ${ms(percentile(ours, 95))}`,
  );
} finally {
  await server.stop();
  provider.closeAllConnections();
  provider.close();
}

async function firstOfModel() {
  const started = performance.now();
  const response = await fetch(`${baseUrl}/chat/completions`, { method: 'POST', body: '{"stream":true}' });
  let first;
  for await (const chunk of response.body) first ??= chunk && performance.now() - started;
  return first;
}

/** A vector of its own for each text, in little time. */
function embed(input, response) {
  const data = input.map((text, index) => {
    const vector = new Float32Array(DIMENSIONS);
    for (let i = 0; i < text.length; i++) vector[(text.charCodeAt(i) * 31 + i) % DIMENSIONS] += 1;
    return { object: 'embedding', index, embedding: Buffer.from(vector.buffer).toString('base64') };
  });
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ object: 'list', model: 'bench', data }));
}

function ms(value) {
  return `${value.toFixed(1)} ms`;
}
