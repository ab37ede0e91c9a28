import { Readable } from 'node:stream';
import { DomainError } from '../../../kernel/domain-error.js';
import { type OutboundHttp, type OutboundResponse } from '../../../platform/outbound/index.js';
import {
  WebPageFetcher,
  type WebPage,
  type WebPageLimits,
} from '../../application/ports/web-page-fetcher.port.js';
import { MIME } from '../content-type/mime-types.js';
import { charsetOf, pageType } from './page-type.js';
import { recoded } from './recoded.js';

const MAX_REDIRECTS = 5;
const HEAD_BYTES = 16 * 1024;
const ACCEPT =
  'text/html,application/xhtml+xml,text/markdown;q=0.9,text/plain;q=0.8,application/pdf;q=0.8,*/*;q=0.1';
/** Pages that ask for proof of a human, by the titles of the common services; stored, they would be taken for content. */
const ROBOT_CHECK =
  /<title>\s*(just a moment\.\.\.|attention required! \| cloudflare|pardon our interruption|verifying you are human|human verification|are you a robot\??)\s*<\/title>/i;
const EXTENSIONS: Record<string, string> = {
  [MIME.html]: 'html',
  [MIME.text]: 'txt',
  [MIME.markdown]: 'md',
  [MIME.pdf]: 'pdf',
};

export class GuardedWebPageFetcher extends WebPageFetcher {
  constructor(private readonly http: OutboundHttp) {
    super();
  }

  check(url: string): URL {
    return this.http.check(url);
  }

  async fetch(url: string, limits: WebPageLimits, signal: AbortSignal): Promise<WebPage> {
    const response = await this.http.request(
      {
        url,
        headers: { accept: ACCEPT },
        maxRedirects: MAX_REDIRECTS,
        maxBytes: limits.maxBytes,
        totalMs: limits.totalMs,
      },
      signal,
    );
    try {
      if (response.status < 200 || response.status >= 300) throw badStatus(response.status);
      return await this.page(response);
    } catch (error) {
      response.body.on('error', () => undefined).destroy();
      throw error;
    }
  }

  private async page(response: OutboundResponse): Promise<WebPage> {
    const parts = response.body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const head = await firstBytes(parts);
    const declared = response.headers['content-type'] ?? '';
    const mimeType = pageType(declared, head, response.url);
    if (mimeType === MIME.html && ROBOT_CHECK.test(head.toString('latin1')))
      throw new DomainError('url.robot_check', 'invalid');
    const charset = mimeType === MIME.pdf ? undefined : charsetOf(declared);
    const bytes = joined(head, parts, response.body);
    return {
      finalUrl: response.url,
      mimeType,
      fileName: fileNameOf(response.url, EXTENSIONS[mimeType]),
      body: Readable.from(charset ? recoded(bytes, charset) : bytes, { objectMode: false }),
    };
  }
}

function badStatus(status: number): DomainError {
  const later = status === 429 || status >= 500;
  return new DomainError('url.bad_status', later ? 'unavailable' : 'invalid', { params: { status } });
}

async function firstBytes(parts: AsyncIterator<Buffer>): Promise<Buffer> {
  const head: Buffer[] = [];
  for (let size = 0; size < HEAD_BYTES;) {
    const next = await parts.next();
    if (next.done) break;
    head.push(next.value);
    size += next.value.length;
  }
  return Buffer.concat(head);
}

async function* joined(head: Buffer, rest: AsyncIterator<Buffer>, source: Readable): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    source.destroy();
  }
}

function fileNameOf(address: string, extension: string): string {
  const { hostname, pathname } = new URL(address);
  const last = pathname.split('/').filter(Boolean).at(-1) ?? hostname;
  const stem = last
    .replace(/\.(html?|xhtml|php|aspx?|jsp|txt|md|pdf)$/i, '')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-');
  return `${stem.slice(0, 80) || hostname}.${extension}`;
}
