import type { Request } from 'express';

import type { SessionClient } from '../domain/session.js';

/** Where a request comes from, as it is shown in the list of one's sessions. */
export function sessionClient(request: Request): SessionClient {
  return { userAgent: (request.headers['user-agent'] ?? '').slice(0, 300), ip: request.ip ?? '' };
}
