import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { ApiTooManyRequestsResponse } from '@nestjs/swagger';

import { OutcomeInterceptor } from './outcome.interceptor.js';
import { type RateLimitName, rateLimit } from './rate-limits.js';

export const LIMITED = 'kyro:limited';

/** The e-mail address that a body names, in one spelling; undefined when it names none. */
export type AccountOf = (body: unknown) => string | undefined;

export interface Limited {
  name: RateLimitName;
  accountOf?: AccountOf;
}

const REFUSED =
  '`limit.exceeded`: too many requests; see `Retry-After`, and `RateLimit` for what is left of each budget.';

/** The route or socket event takes from this limit, on top of the general ones. */
export const Limited = (name: RateLimitName, accountOf?: AccountOf): MethodDecorator => {
  const { failed, remembers } = rateLimit(name);
  return applyDecorators(
    SetMetadata(LIMITED, { name, accountOf } satisfies Limited),
    ApiTooManyRequestsResponse({ description: REFUSED }),
    ...(failed || remembers ? [UseInterceptors(OutcomeInterceptor)] : []),
  );
};
