import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { type Page, type PageRequest, toPage } from '../../kernel/page.js';
import { AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { AccessChanges } from '../../platform/http/access/index.js';
import type { User } from '../domain/user.js';
import { AccountStateRepository } from './ports/account-state.repository.js';
import { UserRepository } from './ports/user.repository.js';
import { SessionsService } from './sessions.service.js';

/** Name under which the cursors of the list are bound; see `encodeCursor`. */
export const USER_LIST = 'users';

/** What platform administrators see of accounts, and do to them. */
@Injectable()
export class UserAdministration {
  constructor(
    private readonly accounts: AccountStateRepository,
    private readonly users: UserRepository,
    private readonly sessions: SessionsService,
    private readonly access: AccessChanges,
    private readonly transactions: TransactionRunner,
    private readonly audit: AuditTrail,
  ) {}

  async list(text: string | undefined, page: PageRequest): Promise<Page<User>> {
    return toPage(USER_LIST, await this.accounts.list(text, page), page.limit);
  }

  /**
   * Shuts an account, at once and everywhere, or opens it again. Throws `user.not_found`, `user.self_suspension`
   * (conflict), and `access.forbidden` when the administrator was suspended meanwhile.
   */
  async setSuspended(administratorId: string, userId: string, suspended: boolean): Promise<User> {
    if (administratorId === userId) throw new DomainError('user.self_suspension', 'conflict');
    return this.transactions.run(async () => {
      const administrators = await this.accounts.lockAdministrators();
      if (!administrators.includes(administratorId)) throw new DomainError('access.forbidden', 'forbidden');
      const before = await this.users.find(userId);
      const user = before && (await this.accounts.setSuspended(userId, suspended));
      if (!user) throw new DomainError('user.not_found', 'not_found');
      if (suspended) await this.sessions.endAll(userId, 'suspension');
      this.access.userChanged(userId);
      if (suspended !== Boolean(before.suspendedAt)) {
        const action = suspended ? 'user.suspended' : 'user.reinstated';
        await this.audit.record({ action, target: { type: 'user', id: userId } });
      }
      return user;
    });
  }
}
