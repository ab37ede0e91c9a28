import type { DefaultEventsMap, Socket } from 'socket.io';

import type { Caller } from '../http/access/index.js';
import type { Locale } from '../http/i18n/index.js';

/** What the handshake leaves on a socket. */
export interface SocketData {
  caller: Caller;
  token: string;
  locale: Locale;
}

export type AuthenticatedSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;
