import type { Readable } from 'node:stream';

export interface OutboundRequest {
  url: string;
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Lower-case names. `host`, `content-length` and `accept-encoding` are ours. */
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Hops followed for GET and HEAD, each checked like the first; default 0: a redirect is returned as it is. */
  maxRedirects?: number;
  /** Of the decoded body. */
  maxBytes: number;
  /** From the call to the last byte of the body; default 30,000. */
  totalMs?: number;
  /** Without a byte; default 10,000. */
  idleMs?: number;
}

export interface OutboundResponse {
  /** After redirects. */
  url: string;
  status: number;
  /** Lower-case names; repeated headers joined by a comma. */
  headers: Record<string, string>;
  /**
   * Decoded. Must be read to its end or destroyed, which closes the connection. Fails with `url.too_large`,
   * `url.unreachable` or the abort reason.
   */
  body: Readable;
}

/**
 * HTTP to addresses that users gave. Every feature that calls out on behalf of a user (pages, crawls, webhooks) uses this
 * and nothing else: it never connects to an inner address, whatever name, spelling, redirect or DNS answer leads there.
 */
export abstract class OutboundHttp {
  /**
   * Resolves for every HTTP status. Throws `url.not_allowed` (invalid; also when the name does not exist, so that inner
   * names cannot be told apart), `url.unreachable` (unavailable; one answer for refused, silent and broken),
   * `url.too_many_redirects` (invalid, `limit`), `url.too_large` (too_large, `limit` in MB), and `signal.reason`.
   * Retries nothing.
   */
  abstract request(request: OutboundRequest, signal: AbortSignal): Promise<OutboundResponse>;

  /** What can be said without any I/O, for the moment an address is saved. Throws `url.not_allowed`. */
  abstract check(url: string): URL;
}
