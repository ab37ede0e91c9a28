import type { DefaultEventsMap, Socket } from 'socket.io';

import type { Caller } from '../http/access/index.js';
import type { Locale } from '../http/i18n/index.js';
import type { Watch } from './watch.js';

/** What the handshake leaves on a socket. */
export interface SocketData {
  caller: Caller;
  token: string;
  locale: Locale;
  /** Where the connection comes from. */
  client: { ip: string; userAgent: string };
  /** Says where the socket may still be; there once it is connected. */
  watch: Watch;
}

export type AuthenticatedSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;
