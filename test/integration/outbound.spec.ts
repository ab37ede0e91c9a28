import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import {
  HostResolver,
  UndiciOutboundHttp,
  type OutboundHttpOptions,
  type ResolvedAddress,
} from '../../src/platform/outbound/index.js';
import { GuardedWebPageFetcher } from '../../src/documents/infrastructure/web-pages/guarded-web-page.fetcher.js';
import { codeOf } from './extraction.fixtures.js';

/** A name server that answers whatever the test says, and remembers how often it was asked. */
class FakeResolver extends HostResolver {
  asked = 0;

  constructor(private readonly answers: Record<string, string[] | ((count: number) => string[])>) {
    super();
  }

  async resolve(host: string): Promise<ResolvedAddress[]> {
    const answer = this.answers[host];
    if (!answer) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    const addresses = typeof answer === 'function' ? answer(this.asked++) : answer;
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  }
}

const signal = () => new AbortController().signal;
let handler: RequestListener;
let server: Server;
let host: string;
let canary: TcpServer;
let canaryPort: number;
let touched = 0;

beforeAll(async () => {
  server = createServer((request, response) => handler(request, response)).listen(0, '127.0.0.1');
  canary = createTcpServer((socket) => {
    touched++;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  for (const each of [server, canary]) {
    if (!each.listening) await new Promise((resolve) => each.once('listening', resolve));
  }
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  canaryPort = (canary.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  canary.close();
});
beforeEach(() => (touched = 0));

/** May call the test's own server, and nothing else that is not public. */
const http = (options: OutboundHttpOptions = {}) =>
  new UndiciOutboundHttp({ allowHosts: [host], ...options });
const answer =
  (status: number, headers: Record<string, string>, body: string | Buffer = '') =>
  (_request: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(status, headers).end(body);

async function get(
  path: string,
  limits = {},
  client = http(),
): Promise<{ url: string; status: number; body: Buffer }> {
  const response = await client.request(
    { url: `http://${host}${path}`, maxBytes: 1_000_000, maxRedirects: 5, ...limits },
    signal(),
  );
  const parts: Buffer[] = [];
  for await (const part of response.body) parts.push(part as Buffer);
  return { url: response.url, status: response.status, body: Buffer.concat(parts) };
}

describe('outbound requests', () => {
  it('return status, decoded body and final address', async () => {
    for (const [coding, body] of [
      ['gzip', gzipSync('Grüße')],
      ['br', brotliCompressSync('Grüße')],
      ['identity', Buffer.from('Grüße')],
    ] as const) {
      handler = answer(201, { 'content-encoding': coding }, body);
      expect(await get('/a#b')).toEqual({ url: `http://${host}/a`, status: 201, body: Buffer.from('Grüße') });
    }
  });

  it('refuse names that lead inside, wholly or in part, without one connection (S-01, S-02)', async () => {
    const resolver = new FakeResolver({
      'inner.example.com': ['127.0.0.1'],
      'mixed.example.com': ['93.184.216.34', '10.0.0.1'],
      'mapped.example.com': ['::ffff:127.0.0.1'],
      'meta.example.com': ['169.254.169.254'],
      'nothing.example.com': [],
    });
    for (const name of ['inner', 'mixed', 'mapped', 'meta', 'nothing', 'missing']) {
      for (const port of ['', ':8080']) {
        const request = http({ resolver }).request(
          { url: `http://${name}.example.com${port}/`, maxBytes: 10 },
          signal(),
        );
        expect(await codeOf(request)).toBe('url.not_allowed');
      }
    }
    expect(touched).toBe(0);
  });

  it('resolve once, and connect to that answer and no later one (S-04)', async () => {
    const { port } = server.address() as AddressInfo;
    const resolver = new FakeResolver({
      'rebind.example.com': (count) => (count === 0 ? ['127.0.0.1'] : ['127.0.0.2']),
    });
    handler = (request, response) => response.end(request.socket.localAddress);
    const client = http({ resolver, allowHosts: [`rebind.example.com:${port}`] });
    const response = await client.request(
      { url: `http://rebind.example.com:${port}/`, maxBytes: 100 },
      signal(),
    );
    expect(String((await response.body.toArray())[0])).toBe('127.0.0.1');
    expect(resolver.asked).toBe(1);
    // A later request asks again, and is refused when the answer has become an inner address.
    const guarded = http({ resolver }).request(
      { url: 'http://rebind.example.com/', maxBytes: 100 },
      signal(),
    );
    expect(await codeOf(guarded)).toBe('url.not_allowed');
  });

  it('keep the name in Host while the socket goes to the checked address', async () => {
    const { port } = server.address() as AddressInfo;
    const resolver = new FakeResolver({ 'shop.example.com': ['127.0.0.1'] });
    handler = (request, response) => response.end(request.headers.host);
    const client = http({ resolver, allowHosts: [`shop.example.com:${port}`] });
    const response = await client.request(
      { url: `http://shop.example.com:${port}/`, maxBytes: 100 },
      signal(),
    );
    expect(String((await response.body.toArray())[0])).toBe(`shop.example.com:${port}`);
  });

  it.each([301, 302, 303, 307, 308])('check every hop of a redirect %i (S-05)', async (status) => {
    for (const location of [
      `http://127.0.0.1:${canaryPort}/`,
      'http://localhost/',
      'file:///etc/passwd',
      'gopher://example.com/',
      'http://[::7f00:1]/',
    ]) {
      handler = answer(status, { location });
      expect(await codeOf(get('/'))).toBe('url.not_allowed');
    }
    expect(touched).toBe(0);
  });

  it('follow five hops, and stop a loop (S-05)', async () => {
    let hops = 0;
    handler = (request, response) => {
      const step = Number(request.url!.slice(1));
      hops++;
      if (step >= 5) response.end('there');
      else response.writeHead(302, { location: `/${step + 1}` }).end();
    };
    expect((await get('/0')).body.toString()).toBe('there');
    handler = answer(302, { location: '/again' });
    expect(await codeOf(get('/'))).toBe('url.too_many_redirects');
    expect(hops).toBe(6);
  });

  it('do not follow unless asked, and never for a POST', async () => {
    handler = answer(302, { location: 'http://localhost/' });
    expect((await get('/', { maxRedirects: 0 })).status).toBe(302);
    expect((await get('/', { method: 'POST', body: 'x' })).status).toBe(302);
  });

  it('drop credentials when a redirect leaves the origin (S-05)', async () => {
    const seen: (string | undefined)[] = [];
    const other = createServer((request, response) => {
      seen.push(
        request.headers.authorization,
        request.headers['x-key'] as string | undefined,
        request.headers.accept,
      );
      response.end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const target = `127.0.0.1:${(other.address() as AddressInfo).port}`;
    handler = answer(302, { location: `http://${target}/` });
    await get(
      '/',
      { headers: { authorization: 'Bearer x', 'x-key': 'y', accept: 'text/html' } },
      http({ allowHosts: [host, target] }),
    );
    other.close();
    expect(seen).toEqual([undefined, undefined, 'text/html']);
  });

  it('count decoded bytes: a bomb ends at the limit (C-05)', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    handler = answer(200, { 'content-encoding': 'gzip' }, bomb);
    const before = process.memoryUsage.rss();
    expect(await codeOf(get('/'))).toBe('url.too_large');
    expect(process.memoryUsage.rss() - before).toBeLessThan(100_000_000);
    handler = answer(200, { 'content-length': '5000000' }, Buffer.alloc(5_000_000));
    expect(await codeOf(get('/'))).toBe('url.too_large');
    handler = (_request, response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(100_000)), 1);
      response.on('close', () => clearInterval(timer));
    };
    expect(await codeOf(get('/'))).toBe('url.too_large');
  });

  it('end silent, trickling and broken answers with one word (S-08, C-05)', async () => {
    const limits = { idleMs: 400, totalMs: 1_200 };
    const broken: RequestListener[] = [
      () => undefined,
      (_request, response) => void response.writeHead(200).write('x'),
      (_request, response) => {
        const timer = setInterval(() => response.write('x'), 50);
        response.on('close', () => clearInterval(timer));
      },
      (request) => request.socket.destroy(),
      (request) => void request.socket.end('garbage\r\n\r\n'),
      answer(200, { 'content-encoding': 'gzip' }, 'no gzip'),
      answer(200, { 'content-encoding': 'zstd' }, 'unknown'),
      answer(200, { 'x-long': 'x'.repeat(60_000) }),
    ];
    for (const listener of broken) {
      handler = listener;
      expect(await codeOf(get('/', limits))).toBe('url.unreachable');
    }
    const closed = http({ allowHosts: ['127.0.0.1:9'] }).request(
      { url: 'http://127.0.0.1:9/', maxBytes: 10 },
      signal(),
    );
    expect(await codeOf(closed)).toBe('url.unreachable');
  });

  it('end with the reason of whoever aborts', async () => {
    handler = () => undefined;
    const abort = new AbortController();
    const request = http().request({ url: `http://${host}/`, maxBytes: 10 }, abort.signal);
    setTimeout(() => abort.abort(new Error('enough')), 50);
    await expect(request).rejects.toThrow('enough');
  });
});

describe('web pages', () => {
  const fetcher = () => new GuardedWebPageFetcher(http());
  const fetched = async (path = '/') => {
    const page = await fetcher().fetch(`http://${host}${path}`, { maxBytes: 1_000_000 }, signal());
    return { ...page, body: Buffer.concat((await page.body.toArray()) as Buffer[]) };
  };

  it('come with their type, a name and text in UTF-8', async () => {
    handler = answer(
      200,
      { 'content-type': 'text/html; charset=iso-8859-1' },
      Buffer.from('<html><body>Grüße</body></html>', 'latin1'),
    );
    expect(await fetched('/shop/greetings.php')).toMatchObject({
      mimeType: 'text/html',
      fileName: 'greetings.html',
      finalUrl: `http://${host}/shop/greetings.php`,
    });
    expect((await fetched()).body.toString()).toBe('\ufeff<html><body>Grüße</body></html>');
    handler = answer(200, { 'content-type': 'text/plain' }, '# Title');
    expect(await fetched('/readme.md')).toMatchObject({ mimeType: 'text/markdown', fileName: 'readme.md' });
    handler = answer(200, { 'content-type': 'text/html' }, '%PDF-1.7 whatever');
    expect(await fetched('/paper')).toMatchObject({ mimeType: 'application/pdf', fileName: 'paper.pdf' });
  });

  it('are refused for their status, type or robot check, each with its own word', async () => {
    const code = (status: number, type: string, body: string | Buffer) => {
      handler = answer(status, { 'content-type': type }, body);
      return fetched().then(
        () => null,
        (error: { code: string; kind: string }) => [error.code, error.kind],
      );
    };
    expect(await code(404, 'text/html', 'x')).toEqual(['url.bad_status', 'invalid']);
    expect(await code(503, 'text/html', 'x')).toEqual(['url.bad_status', 'unavailable']);
    expect(await code(200, 'image/png', Buffer.from('89504e470d0a1a0a00000000', 'hex'))).toEqual([
      'document.type_unsupported',
      'unsupported',
    ]);
    expect(await code(200, 'text/html', Buffer.alloc(500))).toEqual([
      'document.type_unsupported',
      'unsupported',
    ]);
    expect(await code(200, 'text/html', '<html><title>Just a moment...</title></html>')).toEqual([
      'url.robot_check',
      'invalid',
    ]);
  });

  it('are limited in size while they are read', async () => {
    handler = answer(200, { 'content-type': 'text/html' }, '<p>words</p>'.repeat(200_000));
    expect(await codeOf(fetched())).toBe('url.too_large');
  });
});
