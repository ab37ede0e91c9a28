import type { IncomingMessage, Server, ServerResponse } from 'node:http';

import type { NextFunction } from 'express';

import { DomainError } from '../../../kernel/domain-error.js';

/** Time for all headers of a request; a connection that says nothing at all has as long. */
const HEADERS_MS = 10_000;
/** How often late connections are looked for. */
const CHECK_MS = 2_000;
/** Longer than proxies keep idle connections (60 s), so that they never meet one that we are just closing. */
const KEEP_ALIVE_MS = 65_000;
/** Time for a JSON body. Uploads are watched by who reads them, for stalling rather than for their length. */
const BODY_MS = 20_000;
const MAX_HEADERS = 100;

/**
 * Ends connections that dawdle, before they listen. There is no limit for a request as a whole: an upload may take an
 * hour, and an answer is not part of the request.
 */
export function hardenServer(server: Server): void {
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = 0;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.maxHeadersCount = MAX_HEADERS;
  // Read when the server begins to listen; the types know it as an option of its constructor only.
  Object.assign(server, { connectionsCheckingInterval: CHECK_MS });
}

const MULTIPART = /^multipart\/form-data\b/i;

/** Refuses a body that is not there in time with `request.timeout`, and closes the connection. */
export function bodyDeadline(milliseconds = BODY_MS) {
  return (request: IncomingMessage, response: ServerResponse, next: NextFunction): void => {
    const { headers } = request;
    const expected = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
    if (!expected || MULTIPART.test(headers['content-type'] ?? '')) return next();
    const timer = setTimeout(() => {
      if (response.headersSent) return void request.destroy();
      response.setHeader('Connection', 'close');
      response.once('finish', () => request.destroy());
      next(new DomainError('request.timeout', 'timeout'));
    }, milliseconds);
    const stop = () => clearTimeout(timer);
    request.once('end', stop).once('close', stop);
    next();
  };
}
