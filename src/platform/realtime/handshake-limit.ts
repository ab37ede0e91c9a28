import type { IncomingMessage, ServerResponse } from 'node:http';

import { newId } from '../../kernel/id.js';
import { toProblem } from '../http/errors/index.js';
import { localeOf } from '../http/i18n/index.js';
import type { Caller } from '../http/access/index.js';
import {
  addressKey,
  clientIp,
  limitExceeded,
  principalSubjects,
  type RateLimiter,
} from '../http/limits/index.js';

type Decide = (error: string | null | undefined, success: boolean) => void;

/**
 * Limits how many connections an address opens, and whether at all after it has shown bad credentials too often. Refused
 * before anything is upgraded, with the answer that HTTP would give.
 */
export class HandshakeLimit {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly proxies: number,
  ) {}

  /** For Socket.IO's `allowRequest`, which by itself could only say 403. */
  readonly admit = (request: IncomingMessage, decide: Decide): void => {
    if (!this.limiter.enabled) return decide(null, true);
    const ip = this.keyOf(request);
    const wait = this.limiter.waitFor('refused-credentials', { ip });
    if (wait > 0) return refuse(request, wait);
    void this.limiter.take(['socket-handshakes'], { ip }).then(({ retryAfter }) => {
      if (retryAfter === undefined) decide(null, true);
      else refuse(request, retryAfter);
    });
  };

  /** Counts credentials that were no good. */
  async countRefused(request: IncomingMessage): Promise<void> {
    if (this.limiter.enabled) await this.limiter.take(['refused-credentials'], { ip: this.keyOf(request) });
  }

  /** Takes one from what the caller's sockets may send. Throws `limit.exceeded`, also for addresses of bad credentials. */
  async takeEvent(request: IncomingMessage, caller: Caller): Promise<void> {
    if (!this.limiter.enabled) return;
    const wait = this.limiter.waitFor('refused-credentials', { ip: this.keyOf(request) });
    if (wait > 0) throw limitExceeded(wait);
    const { retryAfter } = await this.limiter.take(['socket-events'], principalSubjects(caller));
    if (retryAfter !== undefined) throw limitExceeded(retryAfter);
  }

  addressOf(request: IncomingMessage): string {
    return clientIp(request, this.proxies);
  }

  private keyOf(request: IncomingMessage): string {
    return addressKey(this.addressOf(request));
  }
}

function refuse(request: IncomingMessage & { res?: ServerResponse }, retryAfter: number): void {
  const problem = toProblem(limitExceeded(retryAfter), {
    locale: localeOf(request.headers['accept-language']),
    requestId: newId(),
    instance: '/socket.io',
  });
  const body = JSON.stringify(problem);
  const headers = {
    'Content-Type': 'application/problem+json',
    'Content-Length': String(Buffer.byteLength(body)),
    'Retry-After': String(retryAfter),
    'Cache-Control': 'no-store',
    Connection: 'close',
  };
  // A request to upgrade has no response object, only its socket.
  if (request.res) return void request.res.writeHead(429, headers).end(body);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  request.socket.end(`HTTP/1.1 429 Too Many Requests\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}
