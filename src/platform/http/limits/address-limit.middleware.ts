import type { NextFunction, Response } from 'express';

import { limitExceeded } from './limit-exceeded.js';
import { addressSubject, type LimitedRequest } from './limited-request.js';
import { writeRateLimitHeaders } from './rate-limit-headers.js';
import type { RateLimiter } from './rate-limiter.js';

/** Probes come from one address, often, and must not be told off. */
const PROBES = /^\/health\//i;

/**
 * Stands before everything, pages and unknown addresses included. A request without credentials takes from its address
 * at once. One with credentials costs the address nothing, unless they turn out to be no good.
 */
export function addressLimit(limiter: RateLimiter) {
  return async (request: LimitedRequest, response: Response, next: NextFunction): Promise<void> => {
    if (!limiter.enabled || PROBES.test(request.path)) return next();
    const subject = addressSubject(request);
    if (request.headers.authorization !== undefined) {
      const wait = limiter.waitFor('refused-credentials', subject);
      if (wait > 0) return next(limitExceeded(wait));
      response.once('close', () => {
        // While the database is away nobody's credentials can be looked at; those who try again are not guessing.
        if (!request.caller && response.statusCode < 500) void limiter.take(['refused-credentials'], subject);
      });
      return next();
    }
    const take = await limiter.take(['anonymous'], subject);
    writeRateLimitHeaders(response, take.quotas);
    next(take.retryAfter === undefined ? undefined : limitExceeded(take.retryAfter));
  };
}
