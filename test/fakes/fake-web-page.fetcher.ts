import { Readable } from 'node:stream';

import {
  type WebPage,
  WebPageFetcher,
  type WebPageLimits,
} from '../../src/documents/application/ports/web-page-fetcher.port.js';
import { DomainError } from '../../src/kernel/domain-error.js';

/** A web of a few pages. */
export class FakeWebPageFetcher extends WebPageFetcher {
  readonly pages = new Map<string, string>();
  readonly fetched: string[] = [];

  async fetch(url: string, _limits: WebPageLimits, signal: AbortSignal): Promise<WebPage> {
    signal.throwIfAborted();
    this.fetched.push(url);
    const body = this.pages.get(url);
    if (body === undefined) throw new DomainError('url.bad_status', 'invalid', { params: { status: 404 } });
    return {
      finalUrl: url,
      mimeType: 'text/html',
      fileName: 'page.html',
      body: Readable.from([Buffer.from(body)]),
    };
  }

  check(url: string): URL {
    const parsed = URL.parse(url);
    if (!parsed?.protocol.startsWith('http')) throw new DomainError('url.not_allowed', 'invalid');
    return parsed;
  }
}
