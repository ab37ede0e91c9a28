import { EventEmitter } from 'node:events';

import type { Response } from 'express';

import { addressLimit } from './address-limit.middleware.js';
import type { LimitedRequest } from './limited-request.js';
import type { RateLimiter } from './rate-limiter.js';

describe('a request with credentials', () => {
  async function counted(statusCode: number, caller?: object): Promise<readonly string[]> {
    const taken: string[] = [];
    const limiter = {
      enabled: true,
      waitFor: () => 0,
      take: async (names: readonly string[]) => void taken.push(...names),
    } as unknown as RateLimiter;
    const request = { path: '/api/v1/bots', headers: { authorization: 'Bearer a' }, ip: '192.0.2.1', caller };
    const response = Object.assign(new EventEmitter(), { statusCode });
    await addressLimit(limiter)(
      request as unknown as LimitedRequest,
      response as unknown as Response,
      () => {},
    );
    response.emit('close');
    return taken;
  }

  it('that are no good counts against its address', async () => {
    expect(await counted(401)).toEqual(['refused-credentials']);
  });

  it('that are good does not, whatever comes of it', async () => {
    expect(await counted(200, {})).toEqual([]);
    expect(await counted(404, {})).toEqual([]);
  });

  it('that cannot be looked at for now does not', async () => {
    expect(await counted(503)).toEqual([]);
    expect(await counted(500)).toEqual([]);
  });
});
