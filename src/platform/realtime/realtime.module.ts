import { Global, Module } from '@nestjs/common';

import { LiveFeed } from './live-feed.js';
import { SocketServer } from './socket-server.js';

@Global()
@Module({
  providers: [SocketServer, { provide: LiveFeed, useExisting: SocketServer }],
  exports: [SocketServer, LiveFeed],
})
export class RealtimeModule {}
