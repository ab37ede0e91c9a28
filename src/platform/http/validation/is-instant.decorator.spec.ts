import { IsInstant } from './is-instant.decorator.js';
import { validateDto } from './validate-dto.js';

class Times {
  @IsInstant()
  at: string;
}

describe('a time in a request', () => {
  it.each([
    '2027-01-01T00:00:00Z',
    '2027-01-01T00:00:00.123Z',
    '2027-01-01T01:00:00+01:00',
    '2027-01-01',
    '2028-02-29T00:00:00Z',
  ])('may be %s', async (at) => {
    expect(await validateDto(Times, { at })).toEqual({ at });
  });

  it.each([
    '2027-W01-1',
    '20270101',
    '2027-01-01T10',
    '2027-01-01T10:00:00,5Z',
    '2027-02-30T00:00:00Z',
    '2027-13-01',
    'tomorrow',
    '',
    1_900_000_000,
    null,
    ['2027-01-01'],
  ])('is not %p, which no Date could hold', async (at) => {
    await expect(validateDto(Times, { at })).rejects.toMatchObject({
      code: 'validation.failed',
      fields: [{ path: 'at', code: 'validation.is_iso8601' }],
    });
  });
});
