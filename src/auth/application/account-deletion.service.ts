import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { AuditTrail } from '../../platform/audit/index.js';
import { AppConfig } from '../../platform/config/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { AccessChanges } from '../../platform/http/access/index.js';
import { WorkspacesService } from '../../workspaces/index.js';
import type { User } from '../domain/user.js';
import { AccountNotices } from './account-notices.service.js';
import { AccountRemoval } from './account-removal.service.js';
import { AccountStateRepository } from './ports/account-state.repository.js';
import { Reauthentication } from './reauthentication.service.js';
import { SessionsService } from './sessions.service.js';

/** Names shown of the workspaces that stand in the way. */
const MOST_NAMED = 10;

/** Lets people leave for good, and change their minds for a while. */
@Injectable()
export class AccountDeletion {
  constructor(
    private readonly owner: Reauthentication,
    private readonly accounts: AccountStateRepository,
    private readonly workspaces: WorkspacesService,
    private readonly sessions: SessionsService,
    private readonly removal: AccountRemoval,
    private readonly access: AccessChanges,
    private readonly transactions: TransactionRunner,
    private readonly audit: AuditTrail,
    private readonly notices: AccountNotices,
    private readonly config: AppConfig,
  ) {}

  /**
   * Ends all sessions and sets the day of deletion, which it returns; asked again, the day stays. Throws what
   * `Reauthentication.fully` throws, `auth.owns_workspaces` (conflict) while others depend on the account, and
   * `auth.last_administrator` (conflict).
   */
  async schedule(userId: string, password: string, code: string | undefined): Promise<Date> {
    const user = await this.owner.fully(userId, password, code);
    const days = this.config.accountDeletionGraceDays;
    const at = await this.transactions.run(async () => {
      await this.assertDispensable(user);
      const deletionAt = await this.accounts.scheduleDeletion(userId, days);
      await this.sessions.endAll(userId, 'deletion');
      // API keys rest until the account is kept after all.
      this.access.userChanged(userId);
      await this.audit.record({
        action: 'user.deletion_scheduled',
        target: { type: 'user', id: userId },
        detail: { days },
      });
      if (days > 0) await this.notices.deletionScheduled(user, deletionAt);
      return deletionAt;
    });
    if (days === 0) await this.removal.remove(userId);
    return at;
  }

  /** Takes the deletion back; fine when none was asked for. */
  async keep(userId: string): Promise<void> {
    await this.transactions.run(async () => {
      if (!(await this.accounts.cancelDeletion(userId))) return;
      this.access.userChanged(userId);
      await this.audit.record({ action: 'user.deletion_cancelled', target: { type: 'user', id: userId } });
    });
  }

  private async assertDispensable(user: User): Promise<void> {
    const administrators = await this.accounts.lockAdministrators();
    const alone = administrators.length === 1 && administrators[0] === user.id;
    if (alone && (await this.accounts.existOthers(user.id))) {
      throw new DomainError('auth.last_administrator', 'conflict');
    }
    const shared = (await this.workspaces.ownedAlone(user.id)).filter(({ others }) => others > 0);
    if (shared.length > 0) {
      const names = shared.slice(0, MOST_NAMED).map(({ name }) => name);
      throw new DomainError('auth.owns_workspaces', 'conflict', { params: { names: names.join(', ') } });
    }
  }
}
