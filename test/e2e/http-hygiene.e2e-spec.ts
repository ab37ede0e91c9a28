import { connect } from 'node:net';

import request from 'supertest';

import { registerUser, type TestUser } from '../factories/user.factory.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const HEADERS_DEADLINE_MS = 10_000;
const BODY_DEADLINE_MS = 20_000;
const SLACK_MS = 5_000;

interface Exchange {
  answer: string;
  endedAfterMs: number;
}

describe('the HTTP server', () => {
  let server: TestApp;
  let user: TestUser;
  let port: number;

  beforeAll(async () => {
    server = await startTestApp();
    user = await registerUser(server.url);
    port = Number(new URL(server.url).port);
  });
  afterAll(() => server.close());

  /** Writes bytes as they are, with more to follow bit by bit, and reads until the server ends the connection. */
  function raw(text: string, drip?: { text: string; everyMs: number }): Promise<Exchange> {
    return new Promise((resolve) => {
      const began = performance.now();
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      const timer = drip && setInterval(() => socket.writable && socket.write(drip.text), drip.everyMs);
      socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(timer);
        resolve({ answer, endedAfterMs: performance.now() - began });
      });
    });
  }

  const statusOf = ({ answer }: Exchange) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
  const send = (line: string, ...headers: string[]) =>
    raw([`${line} HTTP/1.1`, 'Host: kyro', ...headers, 'Connection: close', '', ''].join('\r\n'));

  describe('guards a route however it is asked for', () => {
    const spellings = [
      'HEAD /api/v1/auth/me',
      'GET /api/v1/auth/me/',
      'GET /API/V1/AUTH/ME',
      'GET /api/v1//auth/me',
      'GET //api/v1/auth/me',
      'GET /api/v1/%61uth/me',
      'GET /api/v1/auth/me;x',
      'GET /api/v1/auth/me;/',
      'GET /api/v1/auth/./me',
      'GET /api/v1/x/../auth/me',
      'GET /api/v1/auth/%2e/me',
      'GET /api/v1/auth/me%00',
      'GET /api/v1/auth/me?access_token=TOKEN&token=TOKEN',
      'GET http://evil.example/api/v1/auth/me',
      'OPTIONS /api/v1/auth/me',
      'OPTIONS *',
      'TRACE /api/v1/auth/me',
      'PROPFIND /api/v1/auth/me',
    ];

    it.each(spellings)('%s', async (line) => {
      const exchange = await send(line.replaceAll('TOKEN', user.accessToken));
      expect([400, 401, 404, 405]).toContain(statusOf(exchange));
      expect(exchange.answer).not.toContain(user.email);
    });

    it('and takes no method from a header, a field or the address', async () => {
      const bot = (await user.api.post('/bots', { name: 'stays' })).body.id;
      for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
        await user.api.get(`/bots/${bot}?_method=DELETE`).set(name, 'DELETE').expect(200);
        await user.api.post(`/bots/${bot}?_method=DELETE`).set(name, 'DELETE').expect(404);
      }
      await user.api.get(`/bots/${bot}`).expect(200);
    });

    it('and echoes no request back', async () => {
      const { answer } = await send(
        'TRACE /api/v1/auth/me',
        'X-Canary: canary-1234',
        'Cookie: a=canary-1234',
      );
      expect(answer).not.toContain('canary-1234');
    });

    it('and takes credentials from the one header only', async () => {
      const { accessToken } = user;
      const get = () => request(server.url).get('/api/v1/auth/me');
      await get().set('X-Api-Key', accessToken).expect(401);
      await get().set('Cookie', `access_token=${accessToken}; kyro_refresh=${accessToken}`).expect(401);
      await get()
        .set('Authorization', `Basic ${Buffer.from(`x:${accessToken}`).toString('base64')}`)
        .expect(401);
      await get().query({ access_token: accessToken }).expect(401);
      await get().set('Authorization', `Bearer ${accessToken}`).expect(200);
    });
  });

  describe('refuses what is no HTTP', () => {
    it.each([
      ['two lengths', ['Content-Length: 2', 'Content-Length: 3']],
      ['a length and chunks', ['Content-Length: 2', 'Transfer-Encoding: chunked']],
      ['an unknown encoding', ['Transfer-Encoding: chunked, banana']],
      ['a misspelt encoding', ['Transfer-Encoding: xchunked']],
      ['a negative length', ['Content-Length: -1']],
      ['a header without a name', [': value']],
      ['a space before the colon', ['X-Space : value']],
    ])('%s', async (_, headers) => {
      const exchange = await send('POST /api/v1/auth/logout', 'Content-Type: application/json', ...headers);
      expect(statusOf(exchange)).toBe(400);
    });

    it('headers of a megabyte, in one or in hundreds', async () => {
      expect(statusOf(await send('GET /health/live', `X-Big: ${'x'.repeat(1_048_576)}`))).toBe(431);
      const many = Array.from({ length: 900 }, (_, i) => `X-Many-${i}: ${'x'.repeat(20)}`);
      expect(statusOf(await send('GET /health/live', ...many))).toBe(431);
      await request(server.url).get('/health/live').expect(200);
    });
  });

  it('answers pipelined requests in their order', async () => {
    const one = 'GET /health/live HTTP/1.1\r\nHost: kyro\r\n\r\n';
    const two = 'GET /api/v1/auth/me HTTP/1.1\r\nHost: kyro\r\n\r\n';
    const last = 'GET /health/live HTTP/1.1\r\nHost: kyro\r\nConnection: close\r\n\r\n';
    const { answer } = await raw((one + two).repeat(20) + last);
    const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status);
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => ['200', '401']).flat(), '200']);
  });

  it('ends connections that dawdle, and serves the others meanwhile', async () => {
    const body = 'POST /api/v1/auth/login HTTP/1.1\r\nHost: kyro\r\nContent-Type: application/json\r\n';
    const dawdlers = Array.from({ length: 50 }, () => [
      raw(''),
      raw('GET /health/live HTTP/1.1\r\nHost: kyro\r\n', { text: 'X-Slow: 1\r\n', everyMs: 1_000 }),
    ]).flat();
    const bodies = Array.from({ length: 50 }, () =>
      raw(`${body}Content-Length: 1000\r\n\r\n{"email":"`, { text: 'a', everyMs: 1_000 }),
    );
    const all = Promise.all([...dawdlers, ...bodies]);
    let over = false;
    void all.then(() => (over = true));
    let slowest = 0;
    while (!over) {
      const began = performance.now();
      await user.api.get('/auth/me').expect(200);
      slowest = Math.max(slowest, performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(slowest).toBeLessThan(1_000);
    for (const { endedAfterMs } of await Promise.all(dawdlers)) {
      expect(endedAfterMs).toBeLessThan(HEADERS_DEADLINE_MS + SLACK_MS);
    }
    for (const exchange of await Promise.all(bodies)) {
      expect(statusOf(exchange)).toBe(408);
      expect(exchange.answer).toContain('request.timeout');
      expect(exchange.endedAfterMs).toBeLessThan(BODY_DEADLINE_MS + SLACK_MS);
    }
  }, 60_000);
});
