import { isISO8601, ValidateBy } from 'class-validator';

/**
 * A time that a `Date` can hold. ISO 8601 alone allows more than JavaScript reads, such as weeks and commas. Its complaints
 * are those of `@IsISO8601()`.
 */
export const IsInstant = () =>
  ValidateBy({
    name: 'isIso8601',
    validator: {
      validate: (value: unknown) =>
        isISO8601(value, { strict: true }) && !Number.isNaN(Date.parse(value as string)),
    },
  });
