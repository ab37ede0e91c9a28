import { Global, Module } from '@nestjs/common';

import { LiveAccess } from './live-access.js';
import { LiveFeed } from './live-feed.js';
import { SocketServer } from './socket-server.js';

@Global()
@Module({
  providers: [LiveAccess, SocketServer, { provide: LiveFeed, useExisting: SocketServer }],
  exports: [LiveAccess, SocketServer, LiveFeed],
})
export class RealtimeModule {}
