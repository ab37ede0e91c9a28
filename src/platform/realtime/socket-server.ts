import { Injectable } from '@nestjs/common';
import type { Server } from 'socket.io';

import { LiveFeed } from './live-feed.js';

/** The one Socket.IO server, once the adapter has made it. */
@Injectable()
export class SocketServer extends LiveFeed {
  private server?: Server;

  attach(server: Server): void {
    this.server = server;
  }

  emit(namespace: string, room: string, event: string, payload: object): void {
    this.server?.of(namespace).to(room).emit(event, payload);
  }

  /** Ends every connection, so that shutdown does not wait for them. */
  disconnectAll(): void {
    this.server?.disconnectSockets(true);
  }
}
