import { DomainError } from '../../../kernel/domain-error.js';

const GUESSED_WRONG = new Set([
  'auth.invalid_credentials',
  'auth.password_wrong',
  'auth.second_factor_invalid',
  'auth.token_invalid',
]);

/** What speaks of a guess: everything else that goes wrong (a faulty field, a database away) is not held against anyone. */
export function isWrongGuess(error: unknown): boolean {
  return error instanceof DomainError && GUESSED_WRONG.has(error.code);
}
