import { Injectable } from '@nestjs/common';

import { DomainError, type ErrorKind } from '../../kernel/domain-error.js';
import { hashRecoveryCode } from '../domain/recovery-code.js';
import type { User } from '../domain/user.js';
import { SecondFactorRepository } from './ports/second-factor.repository.js';
import { TotpCodes } from './totp-codes.service.js';

/** Six digits are a million: at this pace, guessing one right takes years. */
const LIMIT = { attempts: 5, seconds: 300 };
const TOTP_CODE = /^\d{6}$/;

export type SecondFactorUse = 'none' | 'code' | 'recovery_code';

/** Asks for the second factor of those who have one. Only whoever knows the password gets this far. */
@Injectable()
export class SecondFactorCheck {
  constructor(
    private readonly factors: SecondFactorRepository,
    private readonly codes: TotpCodes,
  ) {}

  /**
   * Tells what the user showed, `none` for those without a second factor. Throws `auth.second_factor_required` without
   * a code, `auth.second_factor_invalid` for one that is wrong or was used (both of the kind that is asked for), and
   * `auth.second_factor_limited` (rate_limited). Not for inside a transaction: attempts count whatever comes of them.
   */
  async pass(user: User, code: string | undefined, refusal: ErrorKind): Promise<SecondFactorUse> {
    if (!user.secondFactorAt) return 'none';
    const typed = code?.trim() ?? '';
    if (typed === '') throw new DomainError('auth.second_factor_required', refusal);
    const secret = await this.attempt(user.id);
    const use = await this.use(user.id, typed, secret);
    if (!use) throw new DomainError('auth.second_factor_invalid', refusal);
    return use;
  }

  /** Counts an attempt; undefined when there is no secret. Throws `auth.second_factor_limited` (rate_limited). */
  async attempt(userId: string): Promise<Buffer | undefined> {
    const attempt = await this.factors.attempt(userId, LIMIT);
    if (attempt === 'none') return undefined;
    if ('waitSeconds' in attempt) {
      throw new DomainError('auth.second_factor_limited', 'rate_limited', {
        retryAfter: attempt.waitSeconds,
      });
    }
    return attempt.sealedSecret;
  }

  /** Whether it is the code of a time step that was not used yet; uses the step up. */
  async useCode(userId: string, code: string, sealedSecret: Buffer): Promise<boolean> {
    const step = this.codes.stepOf(code.replace(/\s/g, ''), sealedSecret, userId);
    return step !== undefined && (await this.factors.useStep(userId, step));
  }

  private async use(
    userId: string,
    code: string,
    secret: Buffer | undefined,
  ): Promise<SecondFactorUse | undefined> {
    if (TOTP_CODE.test(code.replace(/\s/g, ''))) {
      return secret && (await this.useCode(userId, code, secret)) ? 'code' : undefined;
    }
    return (await this.factors.useRecoveryCode(userId, hashRecoveryCode(code))) ? 'recovery_code' : undefined;
  }
}
