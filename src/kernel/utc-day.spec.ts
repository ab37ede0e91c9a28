import {
  dayAfter,
  daysBetween,
  firstOfMonth,
  firstOfNextMonth,
  isUtcDay,
  startOf,
  utcDay,
} from './utc-day.js';

describe('days in UTC', () => {
  it('end at midnight in UTC, wherever the server stands', () => {
    expect(utcDay(new Date('2026-11-21T23:59:59.999Z'))).toBe('2026-11-21');
    expect(utcDay(new Date('2026-11-22T00:30:00+01:00'))).toBe('2026-11-21');
    expect(utcDay(new Date('2026-11-22T00:00:00Z'))).toBe('2026-11-22');
    expect(startOf('2026-11-22').toISOString()).toBe('2026-11-22T00:00:00.000Z');
  });

  it('are followed by the next, over months, years and leap days', () => {
    expect(['2026-11-30', '2026-12-31', '2028-02-28', '2027-02-28'].map(dayAfter)).toEqual([
      '2026-12-01',
      '2027-01-01',
      '2028-02-29',
      '2027-03-01',
    ]);
  });

  it('belong to a month, which ends where the next begins', () => {
    expect(firstOfMonth('2026-11-21')).toBe('2026-11-01');
    expect(['2026-11-21', '2026-12-01', '2028-02-29'].map(firstOfNextMonth)).toEqual([
      '2026-12-01',
      '2027-01-01',
      '2028-03-01',
    ]);
  });

  it('are counted with both ends', () => {
    expect(daysBetween('2026-11-21', '2026-11-21')).toBe(1);
    expect(daysBetween('2026-11-01', '2026-12-01')).toBe(31);
    expect(daysBetween('2026-11-02', '2026-11-01')).toBe(0);
  });

  it('have to exist', () => {
    expect(['2026-11-21', '2028-02-29'].every(isUtcDay)).toBe(true);
    expect(
      [
        '2026-02-29',
        '2026-13-01',
        '2026-11-31',
        '21.11.2026',
        '2026-11-2',
        '2026-11-21T00:00:00Z',
        '',
      ].filter(isUtcDay),
    ).toEqual([]);
  });
});
