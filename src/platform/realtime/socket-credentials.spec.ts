import type { Socket } from 'socket.io';

import { DomainError } from '../../kernel/domain-error.js';
import type { CallerVerifier } from '../http/access/index.js';
import type { HandshakeLimit } from './handshake-limit.js';
import type { LiveAccess } from './live-access.js';
import { SocketCredentials } from './socket-credentials.js';

describe('a handshake', () => {
  let counted: number;

  async function refusedFor(error: Error): Promise<{ data?: { code: string } }> {
    counted = 0;
    const verifier = { verify: () => Promise.reject(error) } as unknown as CallerVerifier;
    const limit = {
      addressOf: () => '192.0.2.1',
      countRefused: async () => void counted++,
    } as unknown as HandshakeLimit;
    const credentials = new SocketCredentials(verifier, {} as LiveAccess, limit, 'https://chat.example');
    const socket = { handshake: { headers: {}, auth: { token: 'a' } }, request: {}, nsp: { name: '/chat' } };
    return new Promise((resolve) => void credentials.admit(socket as unknown as Socket, resolve as never));
  }

  it('with bad credentials counts against its address', async () => {
    const { data } = await refusedFor(new DomainError('auth.unauthenticated', 'unauthenticated'));
    expect([data?.code, counted]).toEqual(['auth.unauthenticated', 1]);
  });

  it.each([
    ['is away', Object.assign(new Error('no'), { code: 'ECONNREFUSED' }), 'service.unavailable'],
    ['is being restarted', new DomainError('service.unavailable', 'unavailable'), 'service.unavailable'],
    ['has a fault', new Error('defect'), 'internal.error'],
  ])('while the server %s is nobody’s fault who tries', async (_, error, code) => {
    const { data } = await refusedFor(error);
    expect([data?.code, counted]).toEqual([code, 0]);
  });
});
