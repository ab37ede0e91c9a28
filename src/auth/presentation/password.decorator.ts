import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, ValidateBy } from 'class-validator';

import { PASSWORD_MAX, PASSWORD_MIN, passwordLength } from '../domain/password.js';

/** Normalising can shorten a text, but not to a hundredth: beyond this it need not be tried. */
const MOST_UNITS = 25_600;

const length = (value: unknown): number => {
  if (typeof value !== 'string') return 0;
  return value.length > MOST_UNITS ? value.length : passwordLength(value);
};

const AtLeast = (min: number) =>
  ValidateBy({
    name: 'minLength',
    constraints: [min],
    validator: { validate: (value: unknown) => length(value) >= min },
  });

const AtMost = (max: number) =>
  ValidateBy({
    name: 'maxLength',
    constraints: [max],
    validator: { validate: (value: unknown) => length(value) <= max },
  });

/** A password to be chosen: 8 to 256 characters, counted as people count them, after normalising. */
export const IsNewPassword = () =>
  applyDecorators(
    IsString(),
    AtLeast(PASSWORD_MIN),
    AtMost(PASSWORD_MAX),
    ApiProperty({ minLength: PASSWORD_MIN, maxLength: PASSWORD_MAX }),
  );

/** A password to be checked: anything that could once have been chosen. */
export const IsPassword = () =>
  applyDecorators(IsString(), AtMost(PASSWORD_MAX), ApiProperty({ maxLength: PASSWORD_MAX }));
