import { Injectable } from '@nestjs/common';

import { AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { AccessChanges } from '../../platform/http/access/index.js';
import { PeriodicTask } from '../../platform/upkeep/index.js';
import { WorkspacesService } from '../../workspaces/index.js';
import { AccountNotices } from './account-notices.service.js';
import { AccountStateRepository } from './ports/account-state.repository.js';

const EVERY_MS = 60_000;
const AT_ONCE = 20;

/** Deletes accounts whose day has come, with everything that is theirs alone. */
@Injectable()
export class AccountRemoval extends PeriodicTask {
  constructor(
    private readonly accounts: AccountStateRepository,
    private readonly workspaces: WorkspacesService,
    private readonly access: AccessChanges,
    private readonly transactions: TransactionRunner,
    private readonly audit: AuditTrail,
    private readonly notices: AccountNotices,
  ) {
    super('Accounts', EVERY_MS);
  }

  /** Deletes all accounts that are due; one that cannot be deleted stays for the next minute and stops no other. */
  protected async work(): Promise<void> {
    // From one to the next, not from the first each time: those that fail would stand in the way of all others.
    let due = await this.accounts.dueForDeletion(AT_ONCE);
    while (due.length > 0) {
      for (const userId of due) await this.remove(userId).catch((error: Error) => this.complain(error));
      due = await this.accounts.dueForDeletion(AT_ONCE, due.at(-1));
    }
  }

  /** Does nothing when the account was kept, is gone, or another instance is at it. */
  async remove(userId: string): Promise<void> {
    await this.transactions.run(async () => {
      const user = await this.accounts.claimDue(userId);
      if (!user) return;
      for (const workspace of await this.workspaces.ownedAlone(userId)) {
        // Its owner could not know: others joined, or the other owner left, after the deletion was asked for.
        if (workspace.others > 0 && !workspace.personal) {
          const heir = await this.workspaces.promoteSuccessor(workspace.id, userId);
          if (heir !== undefined) await this.notices.inherited(heir, workspace.name);
        } else await this.workspaces.deleteWithEverything(workspace.id);
      }
      await this.notices.deleted(user);
      await this.audit.record({
        action: 'user.deleted',
        target: { type: 'user', id: userId },
        actor: { kind: 'system' },
      });
      await this.accounts.delete(userId);
      this.access.userChanged(userId);
    });
  }

  private complain(error: Error): void {
    this.logger.warn(`an account stays until the next minute: ${error.message}`);
  }
}
