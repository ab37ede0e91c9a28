export { LiveAccess } from './live-access.js';
export { LiveFeed } from './live-feed.js';
export { RealtimeGateway } from './realtime-gateway.decorator.js';
export { RealtimeModule } from './realtime.module.js';
export type { AuthenticatedSocket, SocketData } from './socket.js';
export { SocketIoAdapter } from './socket-io.adapter.js';
export { SocketServer } from './socket-server.js';
export type { Place } from './place.js';
export type { Credentials } from './watch.js';
