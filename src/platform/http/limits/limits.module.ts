import { Global, Module } from '@nestjs/common';

import { KnownPlaces } from './known-places.js';
import { OutcomeInterceptor } from './outcome.interceptor.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { RateLimiter } from './rate-limiter.js';
import { SignInLimit } from './sign-in-limit.js';
import { SocketLimitGuard } from './socket-limit.guard.js';

const PARTS = [RateLimiter, KnownPlaces, SignInLimit, RateLimitGuard, SocketLimitGuard, OutcomeInterceptor];

/** How much anybody may ask for; see `rate-limits.ts`. */
@Global()
@Module({ providers: PARTS, exports: PARTS })
export class LimitsModule {}
