import { ValidateBy, type ValidationOptions } from 'class-validator';

/** Line ends, other control characters, and the marks that turn the direction of what follows (CVE-2021-42574). */
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** One line with something to see in it, which cannot pose as another in a list. */
export function isPlainLine(value: unknown): boolean {
  return typeof value === 'string' && VISIBLE.test(value) && !FORBIDDEN.test(value);
}

/** A name or title, as `isPlainLine` has it. */
export const IsPlainLine = (options?: ValidationOptions) =>
  ValidateBy({ name: 'isPlainLine', validator: { validate: isPlainLine } }, options);
