import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { DASHBOARD_SESSION_SECONDS, DashboardAccess } from '../../platform/queue/index.js';
import type { SessionClient } from '../domain/session.js';
import { AccessTokens, AUDIENCE } from './access-tokens.service.js';
import { Callers } from './callers.service.js';
import { SessionsService } from './sessions.service.js';
import { type Credentials, SignInService } from './sign-in.service.js';

/** Lets platform administrators see the job queues, in sessions that end after an hour or by signing out. */
@Injectable()
export class AdministratorDashboardAccess extends DashboardAccess {
  constructor(
    private readonly signIns: SignInService,
    private readonly sessions: SessionsService,
    private readonly callers: Callers,
    private readonly tokens: AccessTokens,
    private readonly transactions: TransactionRunner,
  ) {
    super();
  }

  async signIn(credentials: Credentials, client: SessionClient): Promise<string> {
    const authenticated = await this.signIns.authenticate(credentials);
    const { user } = authenticated;
    if (user.platformRole !== 'admin') throw new DomainError('access.forbidden', 'forbidden');
    const session = await this.transactions.run(async () => {
      await this.signIns.admit(authenticated, 'queues');
      return this.sessions.openBare(user.id, client, DASHBOARD_SESSION_SECONDS);
    });
    return this.tokens.sign(session, AUDIENCE.dashboard, DASHBOARD_SESSION_SECONDS);
  }

  async admits(token: string): Promise<boolean> {
    const caller = await ifGood(async () => this.callers.of(this.tokens.read(token, AUDIENCE.dashboard)));
    return caller?.platformAdmin === true;
  }

  async signOut(token: string): Promise<void> {
    const session = await ifGood(async () => this.tokens.read(token, AUDIENCE.dashboard));
    if (session) await this.sessions.end(session.id, 'logout');
  }
}

/** Undefined instead of the error about a token that is no good; other faults stay errors. */
async function ifGood<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'unauthenticated') return undefined;
    throw error;
  }
}
