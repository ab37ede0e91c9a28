import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import {
  isGuessable,
  PASSWORD_MAX,
  PASSWORD_MIN,
  passwordLength,
  type PasswordOwner,
} from '../domain/password.js';

/** Which passwords may be chosen, wherever one is. */
@Injectable()
export class PasswordPolicy {
  /**
   * Throws `auth.password_length` (invalid) for one that is too short or too long, `auth.password_common` (invalid) for
   * one that is easy to guess: a common one, or the owner's address or name with little around it.
   */
  assertAcceptable(password: string, owner: PasswordOwner): void {
    const length = passwordLength(password);
    if (length < PASSWORD_MIN || length > PASSWORD_MAX) {
      throw new DomainError('auth.password_length', 'invalid', {
        params: { min: PASSWORD_MIN, max: PASSWORD_MAX },
      });
    }
    if (isGuessable(password, owner)) throw new DomainError('auth.password_common', 'invalid');
  }
}
