import { ValidateIf } from 'class-validator';

/**
 * The field may be left out, but not be null: unlike `@IsOptional()`, which lets null through to where a column or a
 * service expects a value.
 */
export const Omittable = () => ValidateIf((_, value) => value !== undefined);
