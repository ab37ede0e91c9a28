import { monthOf, secondsToMonthEnd } from './plan.js';

describe('the month of a plan', () => {
  it.each([
    ['2026-11-30T23:59:59.500Z', 1],
    ['2026-12-31T23:59:00Z', 60],
    ['2028-02-28T00:00:00Z', 2 * 86_400],
    ['2026-11-01T00:00:00Z', 30 * 86_400],
  ])('at %s ends in %d seconds', (now, seconds) => {
    expect(secondsToMonthEnd(new Date(now))).toBe(seconds);
  });

  it('begins and ends at midnight in UTC, whatever the year', () => {
    expect(monthOf(new Date('2026-12-31T23:30:00Z'))).toEqual({
      from: new Date('2026-12-01T00:00:00Z'),
      to: new Date('2027-01-01T00:00:00Z'),
    });
  });
});
