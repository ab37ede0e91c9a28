import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/id.js';
import { type Page, type PageRequest, toPage } from '../../kernel/page.js';
import { AuditPurge, AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { Outbox } from '../../platform/events/index.js';
import { AccessChanges, type Caller } from '../../platform/http/access/index.js';
import type { Membership, SoleOwnership, Workspace } from '../domain/workspace.js';
import { WorkspaceDeleted } from '../domain/workspace-deleted.event.js';
import { WorkspaceRepository } from './ports/workspace.repository.js';

/** Name under which the cursors of the list are bound; see `encodeCursor`. */
export const WORKSPACE_LIST = 'workspaces';

/** Tenants and their members. */
@Injectable()
export class WorkspacesService {
  constructor(
    private readonly workspaces: WorkspaceRepository,
    private readonly transactions: TransactionRunner,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
    private readonly auditPurge: AuditPurge,
    private readonly access: AccessChanges,
  ) {}

  /**
   * Makes a workspace for the first person who registers, who finds there what was put into it; until then nobody has a
   * role in it. Undefined when somebody has registered. Call it inside a transaction.
   */
  async prepareForFirst(name: string): Promise<Workspace | undefined> {
    const workspace = { id: newId(), name, personalOf: null, createdAt: new Date() };
    return (await this.workspaces.insertAwaiting(workspace)) ? workspace : undefined;
  }

  /** Whether nobody has registered yet who would own it. */
  async awaitsOwner(workspaceId: string): Promise<boolean> {
    return this.workspaces.awaitsOwner(workspaceId);
  }

  /**
   * Makes the workspace every user has from the start; for the first of all, the one that may have been prepared. Call it
   * inside the transaction that stores the user.
   */
  async createPersonal(owner: { id: string; name: string }, first = false): Promise<Workspace> {
    const prepared = first ? await this.workspaces.handOver(owner) : undefined;
    if (prepared) return prepared;
    const workspace = { id: newId(), name: owner.name, personalOf: owner.id, createdAt: new Date() };
    await this.workspaces.insert(workspace, owner.id);
    return workspace;
  }

  /** Makes another workspace, which the caller owns. */
  async create(owner: Caller, name: string): Promise<Membership> {
    const workspace = { id: newId(), name, personalOf: null, createdAt: new Date() };
    await this.transactions.run(async () => {
      await this.workspaces.insert(workspace, owner.userId);
      await this.record('workspace.created', workspace);
    });
    this.access.userChanged(owner.userId);
    return { workspace, role: 'owner' };
  }

  /** Throws `workspace.not_found`, `access.forbidden`. */
  async rename(caller: Caller, workspaceId: string, name: string): Promise<Membership> {
    caller.workspaceFor('workspace:write', workspaceId);
    return this.transactions.run(async () => {
      await this.workspaces.rename(workspaceId, name);
      await this.record('workspace.renamed', { id: workspaceId, name });
      return this.get(caller, workspaceId);
    });
  }

  /** Throws `workspace.not_found`, `access.forbidden`, `workspace.personal` (conflict): that one goes with the account. */
  async delete(caller: Caller, workspaceId: string): Promise<void> {
    caller.workspaceFor('workspace:delete', workspaceId);
    const { workspace } = await this.get(caller, workspaceId);
    if (workspace.personalOf) throw new DomainError('workspace.personal', 'conflict');
    await this.deleteWithEverything(workspaceId);
  }

  private async record(action: string, { id, name }: { id: string; name: string }): Promise<void> {
    await this.audit.record({ action, workspaceId: id, target: { type: 'workspace', id, name } });
  }

  /** Throws when the user has none, which registration rules out. */
  async personalOf(userId: string): Promise<Workspace> {
    const workspace = await this.workspaces.personalOf(userId);
    if (!workspace) throw new Error(`user ${userId} has no personal workspace`);
    return workspace;
  }

  /** Those that the caller's credentials are good for: of an API key, its own. */
  async list(caller: Caller, page: PageRequest): Promise<Page<Membership>> {
    const { permitted } = caller.scope('workspace:read');
    const rows = await this.workspaces.listOf(caller.userId, permitted, page);
    const { items, nextCursor } = toPage(
      WORKSPACE_LIST,
      rows.map((membership) => ({ id: membership.workspace.id, membership })),
      page.limit,
    );
    return { items: items.map((item) => item.membership), nextCursor };
  }

  /** Throws `workspace.not_found` when it is absent, or not one that the caller's credentials are good for. */
  async get(caller: Caller, workspaceId: string): Promise<Membership> {
    caller.workspaceFor('workspace:read', workspaceId);
    const membership = await this.workspaces.findOf(caller.userId, workspaceId);
    if (!membership) throw new DomainError('workspace.not_found', 'not_found');
    return membership;
  }

  /** The personal workspace of a user, and those that would be left without an owner if this user went. */
  async ownedAlone(userId: string): Promise<SoleOwnership[]> {
    return this.workspaces.ownedAlone(userId);
  }

  /**
   * Makes the most senior of the other members an owner, for an owner who goes, and says who that is; undefined when there
   * is nobody else. Call it inside the transaction in which they go, and tell the new owner.
   */
  async promoteSuccessor(workspaceId: string, leavingUserId: string): Promise<string | undefined> {
    const userId = await this.workspaces.promoteSuccessor(workspaceId, leavingUserId);
    if (userId === undefined) return undefined;
    this.access.userChanged(userId);
    await this.audit.record({
      action: 'member.role_changed',
      workspaceId,
      target: { type: 'user', id: userId },
      detail: { role: 'owner', because: 'the only owner left' },
      actor: { kind: 'system' },
    });
    return userId;
  }

  /**
   * Gone for everyone at once, with its members, bots and conversations; documents and files follow by the event. Who may
   * do this, and to which workspace, is for the caller to know.
   */
  async deleteWithEverything(workspaceId: string): Promise<void> {
    await this.transactions.run(async () => {
      const members = await this.workspaces.delete(workspaceId);
      if (!members) return;
      for (const userId of members) this.access.userChanged(userId);
      await this.outbox.publish(new WorkspaceDeleted(workspaceId));
      // The log names what was in it, so it goes too; that the workspace is gone stays, by its id alone.
      await this.auditPurge.ofWorkspace(workspaceId);
      const target = { type: 'workspace', id: workspaceId };
      await this.audit.record({ action: 'workspace.deleted', workspaceId, target });
    });
  }
}
