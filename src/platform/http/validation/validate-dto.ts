import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validate, type ValidationError } from 'class-validator';

import { DomainError, type FieldProblem } from '../../../kernel/domain-error.js';
import { assertCleanInput } from './clean-input.js';

/**
 * Makes a DTO out of untrusted input, the same way for HTTP and for sockets. Throws `request.malformed` when the
 * input is no object, `validation.failed` (invalid) with one entry for every broken rule.
 */
export async function validateDto<T extends object>(type: new () => T, input: unknown): Promise<T> {
  if (input === null || typeof input !== 'object' || Array.isArray(input)) {
    throw new DomainError('request.malformed', 'malformed');
  }
  assertCleanInput(input);
  const dto = plainToInstance(type, input, { exposeDefaultValues: true });
  const errors = await validate(dto, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
  });
  if (errors.length > 0) {
    throw new DomainError('validation.failed', 'invalid', {
      fields: errors.flatMap((error) => toFields(error, '')),
    });
  }
  return dto;
}

function toFields(error: ValidationError, parent: string): FieldProblem[] {
  const path = parent ? `${parent}.${error.property}` : error.property;
  const own = Object.keys(error.constraints ?? {}).map((rule) => ({
    path,
    code: `validation.${snake(rule)}`,
    params: ruleParams(error, rule),
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => toFields(child, path))];
}

/** The numbers and values of a rule (`min` of `@Min(3)`) for its translated sentence. */
function ruleParams(error: ValidationError, rule: string): Record<string, string | number> {
  const target = error.target?.constructor;
  if (!target) return {};
  const metadata = getMetadataStorage()
    .getTargetValidationMetadatas(target, '', true, false)
    .find((entry) => entry.propertyName === error.property && (entry.name === rule || entry.type === rule));
  const [first, second] = (metadata?.constraints ?? []) as unknown[];
  return { first: asText(first), second: asText(second) };
}

function asText(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  if (value !== null && typeof value === 'object') return Object.values(value).join(', ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function snake(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
