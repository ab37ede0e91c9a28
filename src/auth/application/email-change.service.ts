import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { Mailer } from '../../platform/mail/index.js';
import { canonicalEmail } from '../../kernel/canonical-email.js';
import { hashMailedToken, looksLikeMailedToken, newMailedToken } from '../domain/mailed-token.js';
import type { User } from '../domain/user.js';
import { MailedTokens } from './mailed-tokens.service.js';
import { EmailChangeRepository, type EmailChangeState } from './ports/email-change.repository.js';
import { UserRepository } from './ports/user.repository.js';
import { ProfileService } from './profile.service.js';
import { Reauthentication } from './reauthentication.service.js';
import { SessionsService } from './sessions.service.js';

const HOURS = 24;
const PAGE = 'confirm-email-change';

/** Gives an account another address, once both the old and the new one have agreed. */
@Injectable()
export class EmailChange {
  constructor(
    private readonly owner: Reauthentication,
    private readonly users: UserRepository,
    private readonly profiles: ProfileService,
    private readonly changes: EmailChangeRepository,
    private readonly links: MailedTokens,
    private readonly sessions: SessionsService,
    private readonly mailer: Mailer,
    private readonly transactions: TransactionRunner,
    private readonly audit: AuditTrail,
  ) {}

  /** The same for a free and a taken address. Throws `auth.password_wrong` (forbidden). */
  async request(userId: string, newEmail: string, password: string): Promise<void> {
    const user = await this.owner.byPassword(userId, password);
    const address = canonicalEmail(newEmail);
    if (address === user.email) return;
    const taken = (await this.users.findByEmail(address)) !== undefined;
    const [approve, confirm] = [newMailedToken(), newMailedToken()];
    await this.transactions.run(async () => {
      const hashes = { approve: hashMailedToken(approve), confirm: hashMailedToken(confirm) };
      await this.changes.put(userId, address, hashes, HOURS);
      await this.audit.record({
        action: 'auth.email_change_requested',
        target: { type: 'user', id: userId },
      });
      await this.mail(user, address, { approve, confirm: taken ? undefined : confirm });
    });
  }

  /**
   * One end agrees. When it is the second, the address changes and every session ends. Throws `auth.token_invalid`
   * (malformed), `auth.email_taken` (conflict) when somebody took the address meanwhile.
   */
  async agree(token: string): Promise<void> {
    try {
      const applied = await this.transactions.run(() => this.agreeWith(token));
      if (!applied) throw new DomainError('auth.email_taken', 'conflict');
    } catch (error) {
      if ((error as { code?: string }).code === UNIQUE_VIOLATION) {
        throw new DomainError('auth.email_taken', 'conflict', { cause: error });
      }
      throw error;
    }
  }

  private async agreeWith(token: string): Promise<boolean> {
    const change = looksLikeMailedToken(token) ? await this.changes.agree(hashMailedToken(token)) : undefined;
    if (!change) throw new DomainError('auth.token_invalid', 'malformed');
    return change.agreed ? this.apply(change) : true;
  }

  private async apply(change: EmailChangeState): Promise<boolean> {
    const { userId, newEmail } = change;
    const { name, email: oldEmail, locale } = await this.profiles.get(userId);
    if (!(await this.changes.apply(change))) return false;
    const sessionsEnded = await this.sessions.endAll(userId, 'email_changed');
    await this.audit.record({
      action: 'auth.email_changed',
      target: { type: 'user', id: userId },
      actor: { kind: 'user', userId },
      detail: { sessionsEnded },
    });
    await this.mailer.send({ template: 'email-changed', to: oldEmail, locale, params: { name, newEmail } });
    return true;
  }

  private async mail(
    { email, name, locale }: User,
    newEmail: string,
    { approve, confirm }: { approve: string; confirm?: string },
  ): Promise<void> {
    await this.mailer.send({
      template: 'approve-email-change',
      to: email,
      locale,
      params: { name, newEmail, link: this.links.linkTo(PAGE, approve), hours: HOURS },
    });
    if (!confirm) return;
    await this.mailer.send({
      template: 'confirm-email-change',
      to: newEmail,
      locale,
      params: { name, link: this.links.linkTo(PAGE, confirm), hours: HOURS },
    });
  }
}

const UNIQUE_VIOLATION = '23505';
