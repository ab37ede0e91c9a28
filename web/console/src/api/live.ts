import type { Socket } from 'socket.io-client';

import { freshToken, onSessionChange, currentSession } from './session.js';

const sockets = new Map<string, Promise<Socket>>();

/**
 * The connection to one namespace (`/documents`, `/chat`), shared by the page and opened on first use. It reconnects by
 * itself, each time with a fresh token; rooms have to be joined again on `connect`.
 */
export function live(namespace: '/documents' | '/chat'): Promise<Socket> {
  const known = sockets.get(namespace);
  if (known) return known;
  const opening = open(namespace);
  sockets.set(namespace, opening);
  return opening;
}

async function open(namespace: string): Promise<Socket> {
  const { io } = await import('socket.io-client');
  return io(namespace, {
    path: '/socket.io',
    transports: ['websocket', 'polling'],
    auth: (give) => void freshToken().then((token) => give({ token })),
  });
}

onSessionChange(() => {
  if (currentSession().status !== 'out') return;
  for (const opening of sockets.values()) void opening.then((socket) => socket.disconnect());
  sockets.clear();
});
