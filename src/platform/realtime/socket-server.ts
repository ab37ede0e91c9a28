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
    const target = this.server?.of(namespace);
    // Encoding costs, and most of the time nobody watches. All sockets are on this instance: the adapter is in memory.
    if (target?.adapter.rooms.has(room)) target.to(room).emit(event, payload);
  }

  /** Ends every connection, so that shutdown does not wait for them. */
  disconnectAll(): void {
    this.server?.disconnectSockets(true);
  }
}
