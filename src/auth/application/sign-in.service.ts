import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { WorkspacesService } from '../../workspaces/index.js';
import { canonicalEmail } from '../domain/canonical-email.js';
import { normalisePassword } from '../domain/password.js';
import type { SessionClient } from '../domain/session.js';
import type { User } from '../domain/user.js';
import { PasswordHasher } from './ports/password-hasher.port.js';
import { UserRepository } from './ports/user.repository.js';
import { ProfileService } from './profile.service.js';
import { type OpenSession, SessionsService } from './sessions.service.js';
import type { SignedIn } from './signed-in.js';

/** Signs people in and keeps them signed in. */
@Injectable()
export class SignInService {
  constructor(
    private readonly users: UserRepository,
    private readonly passwords: PasswordHasher,
    private readonly profiles: ProfileService,
    private readonly workspaces: WorkspacesService,
    private readonly sessions: SessionsService,
  ) {}

  /** Throws `auth.invalid_credentials` (unauthenticated), the same for an unknown address and a wrong password. */
  async signIn(email: string, password: string, client: SessionClient): Promise<SignedIn> {
    const user = await this.authenticate(email, password);
    return this.signedIn(user, await this.sessions.open(user.id, client));
  }

  /** Exchanges a refresh token. Throws `auth.refresh_invalid` (unauthenticated). */
  async refresh(refreshToken: unknown): Promise<SignedIn> {
    const session = await this.sessions.rotate(refreshToken);
    return this.signedIn(await this.profiles.get(session.userId), session);
  }

  /** The user with this address and password. Throws `auth.invalid_credentials` (unauthenticated). */
  async authenticate(email: string, password: string): Promise<User> {
    const found = await this.users.findByEmail(canonicalEmail(email));
    const matches = await this.passwords.verify(normalisePassword(password), found?.passwordHash);
    if (!found || !matches) throw new DomainError('auth.invalid_credentials', 'unauthenticated');
    return found.user;
  }

  private async signedIn(user: User, session: OpenSession): Promise<SignedIn> {
    return { user, workspace: await this.workspaces.personalOf(user.id), session };
  }
}
