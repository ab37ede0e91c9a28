import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';

import { KnownPlaces } from './known-places.js';
import { limitExceeded } from './limit-exceeded.js';
import { writeRateLimitHeaders } from './rate-limit-headers.js';
import { RateLimiter } from './rate-limiter.js';
import { isWrongGuess } from './wrong-guess.js';

/** The limit `login` for ways to sign in that are no routes of a controller. */
@Injectable()
export class SignInLimit {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly places: KnownPlaces,
  ) {}

  /** Runs an attempt; one that throws what speaks of a guess has failed. Throws `limit.exceeded` (rate_limited) instead of running it. */
  async around<T>(
    request: Request,
    response: Response,
    account: string,
    attempt: () => Promise<T>,
  ): Promise<T> {
    if (!this.limiter.enabled) return attempt();
    const take = await this.limiter.take(['login'], await this.places.subjectsOf(request, account));
    writeRateLimitHeaders(response, take.quotas);
    if (take.retryAfter !== undefined) throw limitExceeded(take.retryAfter);
    const result = await attempt().catch(async (error: unknown) => {
      if (!isWrongGuess(error)) await this.limiter.refund(take);
      throw error;
    });
    await this.limiter.refund(take);
    await this.places.remember(request, response, account);
    return result;
  }
}
