import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { hashRecoveryCode, newRecoveryCode, RECOVERY_CODES } from '../domain/recovery-code.js';
import type { User } from '../domain/user.js';
import { AccountNotices } from './account-notices.service.js';
import { SecondFactorRepository } from './ports/second-factor.repository.js';
import { ProfileService } from './profile.service.js';
import { Reauthentication } from './reauthentication.service.js';
import { SecondFactorCheck } from './second-factor-check.service.js';
import { type NewTotpSecret, TotpCodes } from './totp-codes.service.js';

/** Sets up and takes away the second factor of an account. */
@Injectable()
export class SecondFactorService {
  constructor(
    private readonly factors: SecondFactorRepository,
    private readonly check: SecondFactorCheck,
    private readonly codes: TotpCodes,
    private readonly owner: Reauthentication,
    private readonly profiles: ProfileService,
    private readonly transactions: TransactionRunner,
    private readonly audit: AuditTrail,
    private readonly notices: AccountNotices,
  ) {}

  /** A secret that counts once it is confirmed. Throws `auth.second_factor_on` (conflict), `auth.password_wrong`. */
  async prepare(userId: string, password: string): Promise<NewTotpSecret> {
    const user = await this.owner.byPassword(userId, password);
    const secret = this.codes.newSecret(user);
    const prepared = await this.transactions.run(() => this.factors.prepare(userId, secret.sealed));
    if (!prepared) throw new DomainError('auth.second_factor_on', 'conflict');
    return secret;
  }

  /**
   * Puts the prepared secret in force and returns the recovery codes. Throws `auth.second_factor_unprepared` and
   * `auth.second_factor_on` (conflict), `auth.second_factor_invalid` (forbidden), `auth.second_factor_limited`.
   */
  async confirm(userId: string, code: string): Promise<string[]> {
    const user = await this.profiles.get(userId);
    if (user.secondFactorAt) throw new DomainError('auth.second_factor_on', 'conflict');
    const secret = await this.check.attempt(userId);
    if (!secret) throw new DomainError('auth.second_factor_unprepared', 'conflict');
    if (!(await this.check.useCode(userId, code, secret))) {
      throw new DomainError('auth.second_factor_invalid', 'forbidden');
    }
    return this.transactions.run(async () => {
      if (!(await this.factors.enable(userId, secret))) {
        throw new DomainError('auth.second_factor_on', 'conflict');
      }
      await this.changed(user, true);
      return this.newRecoveryCodes(userId);
    });
  }

  /** Replaces all recovery codes. Throws `auth.second_factor_off` (conflict) and what `Reauthentication.fully` throws. */
  async renewRecoveryCodes(userId: string, password: string, code: string): Promise<string[]> {
    await this.withSecondFactor(userId, password, code);
    return this.transactions.run(async () => {
      await this.record('auth.recovery_codes_renewed', userId);
      return this.newRecoveryCodes(userId);
    });
  }

  /** Throws `auth.second_factor_off` (conflict) and what `Reauthentication.fully` throws. */
  async remove(userId: string, password: string, code: string): Promise<void> {
    const user = await this.withSecondFactor(userId, password, code);
    await this.transactions.run(async () => {
      await this.factors.disable(userId);
      await this.changed(user, false);
    });
  }

  private async withSecondFactor(userId: string, password: string, code: string): Promise<User> {
    const user = await this.owner.fully(userId, password, code);
    if (!user.secondFactorAt) throw new DomainError('auth.second_factor_off', 'conflict');
    return user;
  }

  private async newRecoveryCodes(userId: string): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    await this.factors.replaceRecoveryCodes(userId, codes.map(hashRecoveryCode));
    return codes;
  }

  private async changed(user: User, enabled: boolean): Promise<void> {
    await this.record(enabled ? 'auth.second_factor_enabled' : 'auth.second_factor_disabled', user.id);
    await this.notices.secondFactorChanged(user, enabled);
  }

  private async record(action: string, userId: string): Promise<void> {
    await this.audit.record({ action, target: { type: 'user', id: userId } });
  }
}
