import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { Namespace, Server, ServerOptions, Socket } from 'socket.io';

import { newId } from '../../kernel/id.js';
import { AppConfig } from '../config/index.js';
import { CallerVerifier } from '../http/access/index.js';
import { toProblem } from '../http/errors/index.js';
import { localeOf } from '../http/i18n/index.js';
import { RateLimiter } from '../http/limits/index.js';
import { HandshakeLimit } from './handshake-limit.js';
import { SocketServer } from './socket-server.js';

/** Largest frame a client may send; a chat message is far below. */
const MAX_FRAME_BYTES = 256 * 1024;

/** Socket.IO on the HTTP server's port; nobody enters a namespace without a valid credential. */
export class SocketIoAdapter extends IoAdapter {
  constructor(private readonly app: INestApplicationContext) {
    super(app);
  }

  // The base class declares what it returns as any.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  override createIOServer(port: number, options?: ServerOptions): any {
    const limit = new HandshakeLimit(this.app.get(RateLimiter), this.app.get(AppConfig).trustedProxies);
    const server: Server = super.createIOServer(port, {
      ...options,
      path: '/socket.io',
      serveClient: false,
      maxHttpBufferSize: MAX_FRAME_BYTES,
      // Browsers must not let foreign pages connect; the widget's origins are decided by its own namespace rules.
      cors: { origin: false },
      allowRequest: limit.admit,
    } as ServerOptions);
    const verifier = this.app.get(CallerVerifier, { strict: false });
    const guard = (socket: Socket, next: (error?: Error) => void) =>
      void authenticate(verifier, limit, socket, next);
    server.use(guard);
    server.on('new_namespace', (namespace: Namespace) => namespace.use(guard));
    this.app.get(SocketServer).attach(server);
    return server;
  }
}

async function authenticate(
  verifier: CallerVerifier,
  limit: HandshakeLimit,
  socket: Socket,
  next: (error?: Error) => void,
): Promise<void> {
  const locale = localeOf(socket.handshake.headers['accept-language']);
  const token: unknown = (socket.handshake.auth as { token?: unknown }).token;
  try {
    const text = typeof token === 'string' ? token : '';
    socket.data = { caller: await verifier.verify(text), token: text, locale };
    next();
  } catch (error) {
    await limit.countRefused(socket.request);
    const data = toProblem(error, { locale, requestId: newId(), instance: socket.nsp.name });
    next(Object.assign(new Error(data.detail), { data }));
  }
}
