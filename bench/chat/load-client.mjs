/**
 * The load, in a process of its own so that its CPU is not the server's. Run as a child with an IPC channel; takes
 * {kind: 'sse'|'socket', url, token, botId, turns, concurrency, questions} and answers {seconds, firstMs, totalMs,
 * errors}. Every turn opens a conversation of its own, unless `conversationId` is given.
 */
import { Agent, request } from 'node:http';

import { io } from 'socket.io-client';

process.on('message', async (job) => {
  const firstMs = [];
  const totalMs = [];
  const errors = [];
  let next = 0;
  const turn = job.kind === 'socket' ? await overSockets(job) : overSse(job);
  const began = performance.now();
  const worker = async (n) => {
    while (next < job.turns) {
      const message = job.questions[next++ % job.questions.length];
      try {
        const { first, total } = await turn(message, n);
        firstMs.push(first);
        totalMs.push(total);
      } catch (error) {
        errors.push(String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: job.concurrency }, (_, n) => worker(n)));
  process.send({ seconds: (performance.now() - began) / 1000, firstMs, totalMs, errors });
  turn.close?.();
});

/** Raw chunks: a parser of events would cost the client more than the server spends on making them. */
function overSse({ url, token, botId, concurrency, conversationId }) {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const path = botId ? `/api/v1/bots/${botId}/chat` : '/chat';
  const headers = {
    'content-type': 'application/json',
    accept: 'text/event-stream',
    authorization: `Bearer ${token}`,
  };
  return (message) =>
    new Promise((resolve, reject) => {
      const began = performance.now();
      let first;
      let tail = '';
      const outgoing = request(url + path, { method: 'POST', agent, headers }, (response) => {
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          const text = tail + chunk;
          if (first === undefined && text.includes('event: delta')) first = performance.now() - began;
          tail = text.slice(-4000);
        });
        response.on('end', () => {
          const total = performance.now() - began;
          if (tail.includes('event: completed') && first !== undefined) resolve({ first, total });
          else reject(new Error(`${response.statusCode} ${tail.slice(-200)}`));
        });
        response.on('error', reject);
      });
      outgoing.on('error', reject);
      outgoing.end(JSON.stringify({ message, conversationId }));
    });
}

async function overSockets({ url, token, botId, concurrency }) {
  const sockets = Array.from({ length: concurrency }, () =>
    io(`${url}/chat`, { auth: { token }, transports: ['websocket'], forceNew: true }),
  );
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.on('connect', resolve))));
  const turn = (content, n) =>
    new Promise((resolve, reject) => {
      const socket = sockets[n];
      const began = performance.now();
      let first;
      socket.removeAllListeners();
      socket.on('message:delta', () => (first ??= performance.now() - began));
      socket.on('message:completed', () => resolve({ first, total: performance.now() - began }));
      socket.on('message:failed', ({ problem }) => reject(new Error(problem.code)));
      socket.emit('message:send', { botId, content }, (ack) => ack.ok || reject(new Error(ack.problem.code)));
    });
  turn.close = () => sockets.forEach((socket) => socket.disconnect());
  return turn;
}
