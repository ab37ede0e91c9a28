import type { Socket } from 'socket.io-client';

import { freshToken, onSessionChange, currentSession } from './session.js';

const sockets = new Map<string, Promise<Socket>>();
const opened = new Set<Socket>();

/** How long to wait before another try where the library makes none: after a refusal, and when the server hung up. */
const AGAIN_MS = [500, 2_000, 10_000, 30_000];

/**
 * The connection to one namespace (`/documents`, `/chat`), shared by the page and opened on first use. It reconnects by
 * itself, each time with a fresh token; rooms have to be joined again on `connect`.
 */
export function live(namespace: '/documents' | '/chat'): Promise<Socket> {
  const known = sockets.get(namespace);
  if (known) return known;
  const opening = open(namespace);
  sockets.set(namespace, opening);
  // Its code could not be fetched: the next page that wants it tries again.
  opening.catch(() => sockets.delete(namespace));
  return opening;
}

async function open(namespace: string): Promise<Socket> {
  const { io } = await import('socket.io-client');
  const socket = io(namespace, {
    path: '/socket.io',
    transports: ['websocket', 'polling'],
    // Without a token the server refuses, and there is another try.
    auth: (give) =>
      void freshToken().then(
        (token) => give({ token }),
        () => give({}),
      ),
  });
  opened.add(socket);
  let tries = 0;
  // The server hangs up when a token has ended, and refuses one that ended on the way.
  const again = () => {
    if (socket.active) return;
    const wait = AGAIN_MS[Math.min(tries++, AGAIN_MS.length - 1)];
    setTimeout(() => {
      // Not when somebody has signed out since: then the next page opens another one.
      if (opened.has(socket)) socket.connect();
    }, wait);
  };
  socket.on('connect', () => (tries = 0));
  socket.on('connect_error', again);
  socket.on('disconnect', (reason) => reason === 'io server disconnect' && again());
  return socket;
}

onSessionChange(() => {
  if (currentSession().status !== 'out') return;
  for (const socket of opened) socket.disconnect();
  opened.clear();
  sockets.clear();
});
