import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/id.js';
import { AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { Outbox } from '../../platform/events/index.js';
import { WorkspacesService } from '../../workspaces/index.js';
import { canonicalEmail } from '../domain/canonical-email.js';
import { normalisePassword } from '../domain/password.js';
import type { SessionClient } from '../domain/session.js';
import { UserRegistered } from '../domain/user-registered.event.js';
import type { User } from '../domain/user.js';
import { PasswordPolicy } from './password-policy.service.js';
import { PasswordHasher } from './ports/password-hasher.port.js';
import { UserRepository } from './ports/user.repository.js';
import { SessionsService } from './sessions.service.js';
import type { SignedIn } from './signed-in.js';

export interface Registration {
  email: string;
  password: string;
  name?: string;
  locale: string;
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
  ) {}

  /** Throws `auth.email_taken` (conflict), `auth.password_common` (invalid). The first account of an installation becomes its administrator. */
  async register(registration: Registration, client: SessionClient): Promise<SignedIn> {
    const { email, password } = registration;
    const address = canonicalEmail(email);
    this.policy.assertAcceptable(password, { email: address, name: registration.name ?? '' });
    const passwordHash = await this.passwords.hash(normalisePassword(password));
    return this.transactions.run(async () => {
      const user = await this.store(registration, passwordHash);
      const workspace = await this.workspaces.createPersonal(user);
      const session = await this.sessions.open(user.id, client);
      await this.outbox.publish(new UserRegistered(user.id, workspace.id));
      await this.audit.record({
        action: 'auth.registered',
        target: { type: 'user', id: user.id },
        actor: { kind: 'user', userId: user.id },
      });
      return { user, workspace, session };
    });
  }

  private async store({ email, name, locale }: Registration, passwordHash: string): Promise<User> {
    const address = canonicalEmail(email);
    const now = new Date();
    const user: User = {
      id: newId(),
      email: address,
      name: name ?? address.slice(0, address.lastIndexOf('@')),
      locale,
      platformRole: (await this.users.isFirst()) ? 'admin' : null,
      secondFactorAt: null,
      suspendedAt: null,
      deletionAt: null,
      createdAt: now,
      updatedAt: now,
    };
    if (!(await this.users.insert(user, passwordHash))) throw new DomainError('auth.email_taken', 'conflict');
    return user;
  }
}
