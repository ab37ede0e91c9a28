import { gzipSync } from 'node:zlib';
import { Script } from 'node:vm';

import { startTestApp, type TestApp } from '../support/test-app.js';

describe('the console', () => {
  let app: TestApp;
  const html = { accept: 'text/html,application/xhtml+xml' };

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const get = (path: string, headers: Record<string, string> = html) =>
    fetch(new URL(path, app.url), { headers, redirect: 'manual' });

  it.each(['/', '/bots', '/bots/0199/playground', '/reset-password?token=x'])(
    'answers a browser at %s with its page, asked for anew every time',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toContain('text/html');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(await response.text()).toContain('<div id="root">');
    },
  );

  it('serves the scripts of the page, which browsers may keep for good', async () => {
    const page = await (await get('/')).text();
    const [, script] = /src="(\/assets\/[^"]+\.js)"/.exec(page) ?? [];
    const response = await get(script);
    expect(response.headers.get('content-type')).toContain('javascript');
    expect(response.headers.get('cache-control')).toContain('immutable');
  });

  it('is sent compressed, made so when it was built', async () => {
    const page = await (await get('/')).text();
    // The last of them: the first may be too small to be worth it.
    const [, script] = /[^]*src="(\/assets\/[^"]+\.js)"/.exec(page) ?? [];
    expect((await get(script, { 'accept-encoding': 'br' })).headers.get('content-encoding')).toBe('br');
    expect((await get(script, { 'accept-encoding': 'gzip' })).headers.get('content-encoding')).toBe('gzip');
  });

  it('needs nothing that its content security policy forbids', async () => {
    const response = await get('/');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    const page = await response.text();
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>\s*\S/);
    expect(page).not.toMatch(/(?:src|href)="https?:/);
  });

  it.each([
    '/assets/missing.js',
    '/missing.png',
    '/api/v1/missing',
    '/health/missing',
    '/assets/../package.json',
  ])('is not the answer to %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('is not the answer to programs', async () => {
    const response = await get('/bots', { accept: 'application/json' });
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('<div id="root">');
  });

  it('is not the answer to what would change something', async () => {
    const response = await fetch(new URL('/bots', app.url), { method: 'POST', headers: html });
    expect(response.status).toBe(404);
  });
});

describe('the widget', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('is a small classic script that pages of other sites may load', async () => {
    const response = await fetch(new URL('/widget.js', app.url), { headers: { 'accept-encoding': 'gzip' } });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(response.headers.get('cache-control')).toContain('max-age=300');
    const code = await response.text();
    expect(gzipSync(code).length).toBeLessThan(30 * 1024);
    expect(code).toMatch(/^\(\(\)=>\{/);
    // Throws when it is not a script: one that imports or exports.
    expect(() => new Script(code)).not.toThrow();
  });

  it('loads the rest by a name that browsers may keep for good', async () => {
    const code = await (await fetch(new URL('/widget.js', app.url))).text();
    const [, name] = /import\(kyroChat\.home\+"\/(widget\/[^"]+)/.exec(code) ?? [];
    const response = await fetch(new URL(name, app.url));
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('cache-control')).toContain('immutable');
  });

  it('is shown on a page for every bot', async () => {
    const response = await fetch(new URL('/demo/pk_1', app.url));
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await response.text()).toContain('<script src="/demo.js">');
  });
});
