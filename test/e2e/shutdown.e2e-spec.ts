import { connect, type Socket } from 'node:net';

import { Lifecycle } from '../../src/platform/health/index.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { waitFor } from '../support/wait-for.js';

describe('stopping', () => {
  let server: TestApp;
  let sockets: Socket[];

  beforeEach(async () => {
    server = await startTestApp();
    sockets = [];
  });
  afterEach(() => sockets.forEach((socket) => socket.destroy()));

  /** A connection that was opened in advance, as browsers do. */
  async function connection(): Promise<{ socket: Socket; heard: () => string }> {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    sockets.push(socket);
    let text = '';
    socket.on('data', (bytes: Buffer) => (text += bytes.toString()));
    await new Promise((resolve) => socket.once('connect', resolve));
    return { socket, heard: () => text };
  }

  it('does not wait for connections on which nothing was asked', async () => {
    const { socket } = await connection();
    const ended = new Promise((resolve) => socket.once('close', resolve));
    const began = Date.now();
    await server.close();
    await ended;
    expect(Date.now() - began).toBeLessThan(5_000);
  });

  it('answers a request that comes late on one of them, and ends it with the answer', async () => {
    const { socket, heard } = await connection();
    server.app.get(Lifecycle).beginDraining();
    socket.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await waitFor('the answer', () => /HTTP\/1\.1 200 .*Connection: close/s.test(heard()));
    await server.close();
  });
});
