import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { MessageMappingProperties } from '@nestjs/websockets';
import type { Observable } from 'rxjs';
import type { Namespace, Server, ServerOptions, Socket } from 'socket.io';

import { newId } from '../../kernel/id.js';
import { AppConfig } from '../config/index.js';
import { CallerVerifier } from '../http/access/index.js';
import { requestContext } from '../http/context/index.js';
import { RateLimiter } from '../http/limits/index.js';
import { HandshakeLimit } from './handshake-limit.js';
import { LiveAccess } from './live-access.js';
import type { AuthenticatedSocket } from './socket.js';
import { SocketCredentials } from './socket-credentials.js';
import { SocketServer } from './socket-server.js';

/** Largest frame a client may send; a chat message is far below. */
const MAX_FRAME_BYTES = 256 * 1024;

type Transform = (data: unknown) => Observable<unknown>;

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
    const credentials = new SocketCredentials(
      verifier,
      this.app.get(LiveAccess),
      limit,
      this.app.get(AppConfig).publicUrl,
    );
    const guard = (socket: Socket, next: (error?: Error) => void) => void credentials.admit(socket, next);
    server.use(guard);
    server.on('connection', credentials.welcome);
    server.on('new_namespace', (namespace: Namespace) => {
      namespace.use(guard);
      namespace.on('connection', credentials.welcome);
    });
    this.app.get(SocketServer).attach(server);
    return server;
  }

  /** Every event is handled in a context of its own, as every request is: what it does is known to be its doing. */
  override bindMessageHandlers(
    socket: AuthenticatedSocket,
    handlers: MessageMappingProperties[],
    transform: Transform,
  ): void {
    const inContext = handlers.map((handler) => ({
      ...handler,
      callback: (...args: unknown[]): unknown =>
        requestContext.run({ requestId: newId(), ...socket.data.client }, handler.callback, ...args),
    })) as MessageMappingProperties[];
    super.bindMessageHandlers(socket, inContext, transform);
  }
}
