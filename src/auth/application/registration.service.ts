import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/id.js';
import { AuditTrail } from '../../platform/audit/index.js';
import { AppConfig } from '../../platform/config/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { Outbox } from '../../platform/events/index.js';
import { Mailer } from '../../platform/mail/index.js';
import { InvitationsService, WorkspacesService } from '../../workspaces/index.js';
import { canonicalEmail } from '../../kernel/canonical-email.js';
import { normalisePassword } from '../domain/password.js';
import type { SessionClient } from '../domain/session.js';
import { UserRegistered } from '../domain/user-registered.event.js';
import type { User } from '../domain/user.js';
import { EmailVerification } from './email-verification.service.js';
import { PasswordPolicy } from './password-policy.service.js';
import { AccountTokenRepository } from './ports/account-token.repository.js';
import { PasswordHasher } from './ports/password-hasher.port.js';
import { UserRepository } from './ports/user.repository.js';
import { ProfileService } from './profile.service.js';
import { SessionsService } from './sessions.service.js';
import type { SignedIn } from './signed-in.js';

export interface Registration {
  email: string;
  password: string;
  name?: string;
  locale: string;
  /** Of a mailed invitation, which also shows that the address is theirs. */
  invitationToken?: string;
}

/** Makes accounts. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly users: UserRepository,
    private readonly passwords: PasswordHasher,
    private readonly policy: PasswordPolicy,
    private readonly workspaces: WorkspacesService,
    private readonly sessions: SessionsService,
    private readonly transactions: TransactionRunner,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
    private readonly verification: EmailVerification,
    private readonly invitations: InvitationsService,
    private readonly tokens: AccountTokenRepository,
    private readonly profiles: ProfileService,
    private readonly mailer: Mailer,
    private readonly config: AppConfig,
  ) {}

  /**
   * The first account of an installation becomes its administrator. Undefined when addresses have to be confirmed
   * before anybody signs in: then a mail follows, and the answer is the same for a taken address. Throws
   * `auth.password_common` (invalid), what `InvitationsService.accept` throws and, where no confirmation is required, `auth.email_taken` (conflict).
   */
  async register(registration: Registration, client: SessionClient): Promise<SignedIn | undefined> {
    const { email, password } = registration;
    const address = canonicalEmail(email);
    this.policy.assertAcceptable(password, { email: address, name: registration.name ?? '' });
    const passwordHash = await this.passwords.hash(normalisePassword(password));
    const { invitationToken } = registration;
    const confirmFirst = this.config.emailVerification === 'required' && !invitationToken;
    return this.transactions.run(async () => {
      const user = await this.store(registration, passwordHash);
      if (!user && confirmFirst) return this.tellOwner(address);
      if (!user) throw new DomainError('auth.email_taken', 'conflict');
      const workspace = await this.workspaces.createPersonal(user, user.platformRole === 'admin');
      const session = confirmFirst ? undefined : await this.sessions.open(user.id, client);
      if (invitationToken) await this.join(user, invitationToken);
      else await this.verification.start(user);
      await this.outbox.publish(new UserRegistered(user.id, workspace.id));
      await this.audit.record({
        action: 'auth.registered',
        target: { type: 'user', id: user.id },
        actor: { kind: 'user', userId: user.id },
      });
      const known = invitationToken ? await this.profiles.get(user.id) : user;
      return session && { user: known, workspace, session };
    });
  }

  private async join(user: User, invitationToken: string): Promise<void> {
    await this.invitations.accept(invitationToken, user);
    await this.tokens.markVerified(user.id);
  }

  /** Whoever registers learns nothing; the owner of the address learns that somebody tried. */
  private async tellOwner(address: string): Promise<undefined> {
    const owner = await this.users.findByEmail(address);
    if (!owner || owner.user.suspendedAt) return;
    const { email: to, name, locale } = owner.user;
    const link = this.config.publicUrl;
    await this.mailer.send({ template: 'already-registered', to, locale, params: { name, link } });
  }

  /** Undefined when the address is taken. */
  private async store(
    { email, name, locale }: Registration,
    passwordHash: string,
  ): Promise<User | undefined> {
    const address = canonicalEmail(email);
    const now = new Date();
    const user: User = {
      id: newId(),
      email: address,
      name: name ?? address.slice(0, address.lastIndexOf('@')),
      emailVerifiedAt: null,
      locale,
      platformRole: (await this.users.isFirst()) ? 'admin' : null,
      secondFactorAt: null,
      suspendedAt: null,
      deletionAt: null,
      createdAt: now,
      updatedAt: now,
    };
    return (await this.users.insert(user, passwordHash)) ? user : undefined;
  }
}
