import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { AuditTrail } from '../../platform/audit/index.js';
import { AppConfig } from '../../platform/config/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { WorkspacesService } from '../../workspaces/index.js';
import { canonicalEmail } from '../../kernel/canonical-email.js';
import { normalisePassword } from '../domain/password.js';
import type { SessionClient } from '../domain/session.js';
import type { User } from '../domain/user.js';
import { EmailVerification } from './email-verification.service.js';
import { PasswordHasher } from './ports/password-hasher.port.js';
import { UserRepository } from './ports/user.repository.js';
import { ProfileService } from './profile.service.js';
import { SecondFactorCheck, type SecondFactorUse } from './second-factor-check.service.js';
import { type OpenSession, SessionsService } from './sessions.service.js';
import type { SignedIn } from './signed-in.js';

/** What somebody shows who wants to sign in. */
export interface Credentials {
  email: string;
  password: string;
  /** A code of the authenticator app, or a recovery code. */
  totp?: string;
}

/** Somebody who has shown all that was asked for, at that moment. */
export interface Authenticated {
  user: User;
  passwordHash: string;
  secondFactor: SecondFactorUse;
}

/** Signs people in and keeps them signed in. */
@Injectable()
export class SignInService {
  constructor(
    private readonly users: UserRepository,
    private readonly passwords: PasswordHasher,
    private readonly secondFactor: SecondFactorCheck,
    private readonly profiles: ProfileService,
    private readonly workspaces: WorkspacesService,
    private readonly sessions: SessionsService,
    private readonly transactions: TransactionRunner,
    private readonly audit: AuditTrail,
    private readonly verification: EmailVerification,
    private readonly config: AppConfig,
  ) {}

  /** Opens a session. Throws what `authenticate` throws. */
  async signIn(credentials: Credentials, client: SessionClient): Promise<SignedIn> {
    const authenticated = await this.authenticate(credentials);
    const { user } = authenticated;
    const session = await this.transactions.run(async () => {
      await this.admit(authenticated);
      return this.sessions.open(user.id, client);
    });
    return this.signedIn(user, session);
  }

  /** Exchanges a refresh token. Throws `auth.refresh_invalid` (unauthenticated). */
  async refresh(refreshToken: unknown): Promise<SignedIn> {
    const session = await this.sessions.rotate(refreshToken);
    return this.signedIn(await this.profiles.get(session.userId), session);
  }

  /**
   * The user with this address and password. Throws `auth.invalid_credentials` (unauthenticated): the same, after the
   * same work, for an unknown address, a wrong password and a suspended account; with the right password
   * `auth.email_unverified` (forbidden) where addresses have to be confirmed, and what `SecondFactorCheck.pass` throws
   * (unauthenticated).
   */
  async authenticate(credentials: Credentials): Promise<Authenticated> {
    const normalised = normalisePassword(credentials.password);
    const found = await this.users.findByEmail(canonicalEmail(credentials.email));
    const matches = await this.passwords.verify(normalised, found?.passwordHash);
    if (!found || !matches || found.user.suspendedAt) {
      await this.recordFailure(found?.user.id, 'credentials');
      throw new DomainError('auth.invalid_credentials', 'unauthenticated');
    }
    await this.assertVerified(found.user);
    const secondFactor = await this.passSecondFactor(found.user, credentials.totp);
    return { user: found.user, passwordHash: await this.currentHash(found, normalised), secondFactor };
  }

  /** Only whoever knows the password learns that the address waits for its confirmation. */
  private async assertVerified(user: User): Promise<void> {
    if (user.emailVerifiedAt || this.config.emailVerification !== 'required') return;
    await this.verification.remind(user);
    throw new DomainError('auth.email_unverified', 'forbidden');
  }

  /**
   * Call it first in the transaction that opens a session, and write the sign-in down with it. Throws
   * `auth.invalid_credentials` (unauthenticated) when the password was changed, or the account suspended, meanwhile:
   * the session would outlive what was to end it.
   */
  async admit({ user, passwordHash, secondFactor }: Authenticated, purpose?: string): Promise<void> {
    if (!(await this.users.holdCredentials(user.id, passwordHash))) {
      throw new DomainError('auth.invalid_credentials', 'unauthenticated');
    }
    await this.audit.record({
      action: 'auth.logged_in',
      target: { type: 'user', id: user.id },
      actor: { kind: 'user', userId: user.id },
      detail: { secondFactor, ...(purpose ? { purpose } : {}) },
    });
  }

  private async passSecondFactor(user: User, code: string | undefined): Promise<SecondFactorUse> {
    try {
      return await this.secondFactor.pass(user, code, 'unauthenticated');
    } catch (error) {
      // Being asked for the code is the first half of every such sign-in, not a failure.
      if (code !== undefined) await this.recordFailure(user.id, 'second_factor');
      throw error;
    }
  }

  /** Whoever it was, it was not (or not provably) the account's owner; an address that was typed is nobody's business. */
  private async recordFailure(userId: string | undefined, reason: string): Promise<void> {
    await this.audit.record({
      action: 'auth.login_failed',
      result: 'failure',
      target: userId === undefined ? undefined : { type: 'user', id: userId },
      actor: { kind: 'anonymous' },
      detail: { reason },
    });
  }

  /** Hashes follow the parameters of today at the one moment when the password is at hand. */
  private async currentHash(found: { user: User; passwordHash: string }, password: string): Promise<string> {
    if (!this.passwords.isOutdated(found.passwordHash)) return found.passwordHash;
    const renewed = await this.passwords.hash(password);
    await this.users.setPasswordHash(found.user.id, renewed, found.passwordHash);
    return renewed;
  }

  private async signedIn(user: User, session: OpenSession): Promise<SignedIn> {
    return { user, workspace: await this.workspaces.personalOf(user.id), session };
  }
}
