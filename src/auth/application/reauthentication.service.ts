import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { AuditTrail } from '../../platform/audit/index.js';
import { normalisePassword } from '../domain/password.js';
import type { User } from '../domain/user.js';
import { PasswordHasher } from './ports/password-hasher.port.js';
import { UserRepository } from './ports/user.repository.js';
import { SecondFactorCheck } from './second-factor-check.service.js';

/** Makes sure, before something grave, that whoever holds the session is still its owner. */
@Injectable()
export class Reauthentication {
  constructor(
    private readonly users: UserRepository,
    private readonly passwords: PasswordHasher,
    private readonly secondFactor: SecondFactorCheck,
    private readonly audit: AuditTrail,
  ) {}

  /** Throws `auth.password_wrong` (forbidden), `auth.unauthenticated` when the account is gone. */
  async byPassword(userId: string, password: string): Promise<User> {
    const found = await this.users.credentialsOf(userId);
    if (!found) throw new DomainError('auth.unauthenticated', 'unauthenticated');
    if (!(await this.passwords.verify(normalisePassword(password), found.passwordHash))) {
      await this.recordFailure(userId, 'password');
      throw new DomainError('auth.password_wrong', 'forbidden');
    }
    return found.user;
  }

  /** By password and, where there is one, by second factor; throws what `SecondFactorCheck.pass` throws (forbidden). */
  async fully(userId: string, password: string, code: string | undefined): Promise<User> {
    const user = await this.byPassword(userId, password);
    try {
      await this.secondFactor.pass(user, code, 'forbidden');
    } catch (error) {
      if (code !== undefined) await this.recordFailure(userId, 'second_factor');
      throw error;
    }
    return user;
  }

  private async recordFailure(userId: string, reason: string): Promise<void> {
    await this.audit.record({
      action: 'auth.reauthentication_failed',
      result: 'failure',
      target: { type: 'user', id: userId },
      detail: { reason },
    });
  }
}
