import { readFileSync } from 'node:fs';

import { rateLimitTable } from './rate-limits.js';

describe('the table of rate limits', () => {
  it('stands in docs/operating.md as it is in force', () => {
    expect(readFileSync('docs/operating.md', 'utf8')).toContain(rateLimitTable());
  });
});
