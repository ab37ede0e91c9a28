import { Injectable } from '@nestjs/common';

import { AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { Outbox } from '../../platform/events/index.js';
import { Mailer } from '../../platform/mail/index.js';
import { canonicalEmail } from '../../kernel/canonical-email.js';
import { normalisePassword } from '../domain/password.js';
import { PasswordResetRequested } from '../domain/password-reset-requested.event.js';
import { AccountNotices } from './account-notices.service.js';
import { MailedTokens } from './mailed-tokens.service.js';
import { PasswordPolicy } from './password-policy.service.js';
import { AccountTokenRepository } from './ports/account-token.repository.js';
import { PasswordHasher } from './ports/password-hasher.port.js';
import { UserRepository } from './ports/user.repository.js';
import { ProfileService } from './profile.service.js';
import { SessionsService } from './sessions.service.js';

const MINUTES = 30;

/** Sets a new password for somebody who reads the account's address. */
@Injectable()
export class PasswordReset {
  constructor(
    private readonly users: UserRepository,
    private readonly profiles: ProfileService,
    private readonly links: MailedTokens,
    private readonly tokens: AccountTokenRepository,
    private readonly policy: PasswordPolicy,
    private readonly passwords: PasswordHasher,
    private readonly sessions: SessionsService,
    private readonly mailer: Mailer,
    private readonly notices: AccountNotices,
    private readonly transactions: TransactionRunner,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
  ) {}

  /** Does the same for every address; whether there is such an account is looked up later, in the background. */
  async request(email: string): Promise<void> {
    const event = new PasswordResetRequested(canonicalEmail(email));
    await this.transactions.run(() => this.outbox.publish(event));
  }

  /** Mails the link, when the address has an account. */
  async sendLink(email: string): Promise<void> {
    const found = await this.users.findByEmail(email);
    if (!found || found.user.suspendedAt) return;
    const { id, name, locale } = found.user;
    await this.transactions.run(async () => {
      const link = await this.links.link(id, 'reset-password', MINUTES);
      const params = { name, link, minutes: MINUTES };
      await this.mailer.send({ template: 'reset-password', to: email, locale, params });
      await this.audit.record({ action: 'auth.password_reset_requested', target: { type: 'user', id } });
    });
  }

  /**
   * Ends every session; the link shows that the address is theirs, too. Throws `auth.token_invalid` (malformed), and
   * `auth.password_common` (invalid), which leaves the link good.
   */
  async reset(token: string, password: string): Promise<void> {
    const normalised = normalisePassword(password);
    await this.transactions.run(async () => {
      const userId = await this.links.redeem('reset-password', token);
      const user = await this.profiles.get(userId);
      this.policy.assertAcceptable(password, user);
      await this.users.setPasswordHash(userId, await this.passwords.hash(normalised));
      await this.tokens.markVerified(userId);
      const sessionsEnded = await this.sessions.endAll(userId, 'password_reset');
      await this.audit.record({
        action: 'auth.password_reset',
        target: { type: 'user', id: userId },
        actor: { kind: 'user', userId },
        detail: { sessionsEnded },
      });
      await this.notices.passwordChanged(user);
    });
  }
}
