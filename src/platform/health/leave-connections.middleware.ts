import type { NextFunction, Request, Response } from 'express';

import type { Lifecycle } from './lifecycle.js';

/**
 * Ends every connection with the answer that is given while the process stops. A proxy that goes on using a connection
 * that is kept alive would otherwise keep the server from ever closing.
 */
export function leaveConnections(lifecycle: Lifecycle) {
  return (_request: Request, response: Response, next: NextFunction): void => {
    if (lifecycle.draining) response.setHeader('Connection', 'close');
    next();
  };
}
