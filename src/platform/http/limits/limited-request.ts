import type { Request } from 'express';

import type { Caller } from '../access/index.js';
import { requestContext } from '../context/index.js';
import { addressKey } from './address-key.js';
import type { Limited } from './limited.decorator.js';
import type { Subjects, Take } from './rate-limiter.js';

/** A request on its way, with what the guards have found. */
export interface LimitedRequest extends Request {
  caller?: Caller;
  limited?: { take: Take; limit: Limited; account?: string };
}

/** The subjects that credentials name. */
export function principalSubjects({ principal }: Caller): Subjects {
  if (principal.startsWith('key:')) return { key: principal };
  if (principal.startsWith('visitor:')) {
    // Without an address there is no budget of addresses: they would all share one.
    const ip = requestContext.getStore()?.ip;
    return { visitor: principal, 'visitor-ip': ip ? addressKey(ip) : undefined };
  }
  return { person: principal };
}

export function addressSubject(request: { ip?: string }): Subjects {
  return { ip: addressKey(request.ip) };
}
