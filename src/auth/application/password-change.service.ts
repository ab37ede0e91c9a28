import { Injectable } from '@nestjs/common';

import { AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { normalisePassword } from '../domain/password.js';
import { AccountNotices } from './account-notices.service.js';
import { PasswordPolicy } from './password-policy.service.js';
import { PasswordHasher } from './ports/password-hasher.port.js';
import { UserRepository } from './ports/user.repository.js';
import { Reauthentication } from './reauthentication.service.js';
import { SessionsService } from './sessions.service.js';

/** Replaces the password of somebody who is signed in and knows it. */
@Injectable()
export class PasswordChange {
  constructor(
    private readonly owner: Reauthentication,
    private readonly policy: PasswordPolicy,
    private readonly passwords: PasswordHasher,
    private readonly users: UserRepository,
    private readonly sessions: SessionsService,
    private readonly transactions: TransactionRunner,
    private readonly audit: AuditTrail,
    private readonly notices: AccountNotices,
  ) {}

  /**
   * Ends all other sessions. Throws `auth.password_wrong` (forbidden) about the current one, `auth.password_common`
   * (invalid) about the new one.
   */
  async change(
    session: { userId: string; sessionId?: string },
    currentPassword: string,
    newPassword: string,
  ): Promise<void> {
    const { userId, sessionId } = session;
    const user = await this.owner.byPassword(userId, currentPassword);
    this.policy.assertAcceptable(newPassword, user);
    const passwordHash = await this.passwords.hash(normalisePassword(newPassword));
    await this.transactions.run(async () => {
      await this.users.setPasswordHash(userId, passwordHash);
      const sessionsEnded = await this.sessions.endAll(userId, 'password_changed', sessionId);
      const target = { type: 'user', id: userId };
      await this.audit.record({ action: 'auth.password_changed', target, detail: { sessionsEnded } });
      await this.notices.passwordChanged(user);
    });
  }
}
