import { DomainError } from '../../../kernel/domain-error.js';

const MAX_DEPTH = 32;
const MAX_VALUES = 20_000;
const UNSAFE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Refuses what no field of ours can hold, before validation looks at it: U+0000 and lone surrogates (PostgreSQL
 * cannot store them), nesting that exhausts the stack, and keys that reach for prototypes. Throws
 * `request.invalid_text`, `request.too_deep` or `request.unsafe_key` (all malformed).
 */
export function assertCleanInput(input: unknown): void {
  let values = 1;
  const stack: { value: unknown; depth: number }[] = [{ value: input, depth: 0 }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { value, depth } = next;
    if (typeof value === 'string') assertStorable(value);
    else if (value !== null && typeof value === 'object') {
      const keys = Object.keys(value);
      values += keys.length;
      // Before any of them is looked at: that takes longer than reading them took.
      if (values > MAX_VALUES || (keys.length > 0 && depth === MAX_DEPTH)) {
        throw new DomainError('request.too_deep', 'malformed');
      }
      for (const key of keys) {
        if (UNSAFE_KEYS.has(key)) throw new DomainError('request.unsafe_key', 'malformed');
        assertStorable(key);
        stack.push({ value: (value as Record<string, unknown>)[key], depth: depth + 1 });
      }
    }
  }
}

function assertStorable(text: string): void {
  if (text.includes('\u0000') || !text.isWellFormed())
    throw new DomainError('request.invalid_text', 'malformed');
}
