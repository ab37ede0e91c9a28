import type { ServerResponse } from 'node:http';

import type { Quota } from './rate-limiter.js';

/**
 * Tells what is left, as draft-ietf-httpapi-ratelimit-headers-11 has it: `RateLimit-Policy: "chat-person";q=60;w=60` and
 * `RateLimit: "chat-person";r=59;t=60`, one member for every budget.
 */
export function writeRateLimitHeaders(response: ServerResponse, quotas: readonly Quota[]): void {
  const told = quotas.filter(({ budget }) => !budget.hidden);
  if (told.length === 0 || response.headersSent) return;
  response.setHeader(
    'RateLimit-Policy',
    told.map(({ budget: { name, points, seconds } }) => `"${name}";q=${points};w=${seconds}`).join(', '),
  );
  response.setHeader(
    'RateLimit',
    told
      .map(({ budget, remaining, resetSeconds }) => `"${budget.name}";r=${remaining};t=${resetSeconds}`)
      .join(', '),
  );
}
