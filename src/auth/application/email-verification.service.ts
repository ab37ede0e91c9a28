import { Injectable } from '@nestjs/common';

import { AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { Outbox } from '../../platform/events/index.js';
import { Mailer } from '../../platform/mail/index.js';
import { canonicalEmail } from '../../kernel/canonical-email.js';
import type { User } from '../domain/user.js';
import { VerificationRequested } from '../domain/verification-requested.event.js';
import { MailedTokens } from './mailed-tokens.service.js';
import { AccountTokenRepository } from './ports/account-token.repository.js';
import { UserRepository } from './ports/user.repository.js';

const HOURS = 24;
/** Nobody's mailbox is to be flooded. */
const MINUTES_BETWEEN = 5;

/** Makes sure that an address is its account's own. */
@Injectable()
export class EmailVerification {
  constructor(
    private readonly links: MailedTokens,
    private readonly tokens: AccountTokenRepository,
    private readonly users: UserRepository,
    private readonly mailer: Mailer,
    private readonly transactions: TransactionRunner,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
  ) {}

  /** Call it in the transaction that stores the user. */
  async start({ id, email, name, locale }: User): Promise<void> {
    const link = await this.links.link(id, 'verify-email', HOURS * 60);
    await this.mailer.send({
      template: 'verify-email',
      to: email,
      locale,
      params: { name, link, hours: HOURS },
    });
  }

  /** Sends another link; nothing happens when the address is verified, or was mailed minutes ago. */
  async remind(user: User): Promise<void> {
    if (user.emailVerifiedAt) return;
    await this.transactions.run(async () => {
      if (await this.tokens.putWithin(user.id, 'verify-email', MINUTES_BETWEEN)) return;
      await this.start(user);
    });
  }

  /** For somebody who cannot sign in yet; the same for every address. */
  async requestReminder(email: string): Promise<void> {
    const event = new VerificationRequested(canonicalEmail(email));
    await this.transactions.run(() => this.outbox.publish(event));
  }

  /** `remind` by address; nothing happens when there is no such account. */
  async remindAddress(email: string): Promise<void> {
    const found = await this.users.findByEmail(email);
    if (found && !found.user.suspendedAt) await this.remind(found.user);
  }

  /** Throws `auth.token_invalid` (malformed). */
  async verify(token: string): Promise<void> {
    await this.transactions.run(async () => {
      const userId = await this.links.redeem('verify-email', token);
      await this.tokens.markVerified(userId);
      await this.audit.record({
        action: 'auth.email_verified',
        target: { type: 'user', id: userId },
        actor: { kind: 'user', userId },
      });
    });
  }
}
