import type { Server } from 'node:http';
import type { Socket } from 'node:net';

import type { Lifecycle } from './lifecycle.js';

/** A request that is on its way when the process begins to stop has as long to arrive. */
const GRACE_MS = 1_000;

/**
 * Ends, while the process stops, the connections on which nothing was ever asked. Browsers and HTTP clients open some in
 * advance; to Node these are not idle, and the server would wait for them for ever.
 */
export function endSilentConnections(server: Server, lifecycle: Lifecycle): void {
  const silent = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', ({ socket }) => silent.delete(socket));
  server.on('upgrade', ({ socket }) => silent.delete(socket));
  lifecycle.signal.addEventListener('abort', () => {
    const round = setInterval(() => {
      for (const socket of silent) socket.destroy();
    }, GRACE_MS).unref();
    server.once('close', () => clearInterval(round));
  });
}
