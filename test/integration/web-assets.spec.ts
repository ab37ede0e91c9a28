import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import type { NestExpressApplication } from '@nestjs/platform-express';
import express from 'express';

import { serveWebAssets } from '../../src/platform/web-assets/index.js';

const html = { accept: 'text/html' };

describe('files of the pages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'web-assets-'));
  const put = (name: string, content: string | Buffer) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  let server: Server;
  let url: string;

  beforeAll(async () => {
    const script = 'console.log("one");';
    put('console/index.html', '<p>console one</p>');
    put('console/assets/app-1.js', script);
    put('console/assets/app-1.js.br', brotliCompressSync(script));
    put('console/assets/app-1.js.gz', gzipSync(script));
    put('console/assets/ein ä.svg', '<svg/>');
    put('console/assets/.hidden', 'secret');
    put('widget/widget.js', '1');
    put('widget/demo.html', '<p>demo</p>');
    const app = express();
    serveWebAssets(app as unknown as NestExpressApplication, folder);
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(url + path, { headers, method, signal: AbortSignal.timeout(2_000) });

  it('are sent as small as the client can read them', async () => {
    const encodingFor = async (accepted: string) => {
      const response = await get('/assets/app-1.js', { 'accept-encoding': accepted });
      expect(await response.text()).toBe('console.log("one");');
      expect(response.headers.get('vary')).toContain('Accept-Encoding');
      return response.headers.get('content-encoding');
    };
    expect(await encodingFor('gzip, deflate, br')).toBe('br');
    expect(await encodingFor('gzip')).toBe('gzip');
    expect(await encodingFor('br;q=0, gzip')).toBe('gzip');
    expect(await encodingFor('identity')).toBeNull();
  });

  it('need not be sent again to who has them', async () => {
    const { headers } = await get('/assets/app-1.js');
    const has = (etag: string) =>
      get('/assets/app-1.js', { 'if-none-match': etag, 'cache-control': 'max-age=0' });
    expect((await has(headers.get('etag')!)).status).toBe(304);
    const other = await has('"other"');
    expect(other.status).toBe(200);
  });

  it('have the type of their name, and names of any letters', async () => {
    const picture = await get(`/assets/${encodeURIComponent('ein ä')}.svg`);
    expect(picture.headers.get('content-type')).toContain('image/svg+xml');
    expect((await get('/assets/app-1.js')).headers.get('content-type')).toContain('javascript');
  });

  it.each(['bytes=5-2', 'bytes=a-b', 'bytes=0-4', 'bytes=-3', 'bytes=99999-'])(
    'are answered to %s',
    async (range) => {
      const response = await get('/assets/app-1.js', { range });
      await response.text();
      expect([200, 206, 416]).toContain(response.status);
    },
  );

  it('are read, not written', async () => {
    expect((await get('/assets/app-1.js', {}, 'POST')).status).toBe(404);
    const head = await get('/assets/app-1.js', {}, 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it.each(['/assets/.hidden', '/assets/%', '/assets', '/assets/%00', '/assets/..%2f..%2fwidget/demo.html'])(
    'are not what %s asks for',
    async (path) => {
      const [response] = (await once(request(url + path).end(), 'response')) as [{ statusCode: number }];
      expect(response.statusCode).toBe(404);
    },
  );

  // Keep last: it takes the files away.
  it('stay those of the start while others are built in their place', async () => {
    rmSync(join(folder, 'console'), { recursive: true });
    put('console/index.html', '<p>console two</p>');
    put('console/assets/app-2.js', '2');
    expect(await (await get('/', html)).text()).toBe('<p>console one</p>');
    expect(await (await get('/assets/app-1.js')).text()).toBe('console.log("one");');
    expect((await get('/assets/app-2.js')).status).toBe(404);
    expect(await (await get('/bots/1', html)).text()).toBe('<p>console one</p>');
  });
});
