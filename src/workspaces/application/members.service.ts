import { Injectable } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { type Page, type PageRequest, toPage } from '../../kernel/page.js';
import { AuditTrail } from '../../platform/audit/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { AccessChanges, type Caller } from '../../platform/http/access/index.js';
import { Mailer } from '../../platform/mail/index.js';
import { assertMayChange, isActiveOwner, type MemberChange, type Standing } from '../domain/member-rules.js';
import type { Member } from '../domain/workspace.js';
import { MemberRepository, type Roster } from './ports/member.repository.js';

/** Binds the cursors of one workspace's list; see `encodeCursor`. */
export const memberList = (workspaceId: string): string => `members:${workspaceId}`;

/** Who belongs to a workspace, and as what. */
@Injectable()
export class MembersService {
  constructor(
    private readonly members: MemberRepository,
    private readonly transactions: TransactionRunner,
    private readonly access: AccessChanges,
    private readonly audit: AuditTrail,
    private readonly mailer: Mailer,
  ) {}

  /** Newest account first. Throws `workspace.not_found`. */
  async list(caller: Caller, workspaceId: string, page: PageRequest): Promise<Page<Member>> {
    caller.workspaceFor('members:read', workspaceId);
    const rows = await this.members.list(workspaceId, page);
    const { items, nextCursor } = toPage(
      memberList(workspaceId),
      rows.map((member) => ({ id: member.userId, member })),
      page.limit,
    );
    return { items: items.map(({ member }) => member), nextCursor };
  }

  /**
   * Throws `workspace.not_found`, `member.not_found`, `access.forbidden`, `member.self`, `member.last_owner` and
   * `workspace.personal` (conflict).
   */
  async change(caller: Caller, workspaceId: string, userId: string, change: MemberChange): Promise<Member> {
    caller.workspaceFor('members:write', workspaceId);
    return this.transactions.run(async () => {
      const roster = await this.roster(caller, workspaceId, userId);
      const { actor, target } = roster;
      assertMayChange(actor, target, change);
      await this.members.change(workspaceId, userId, change);
      await this.assertOwned(roster, target);
      if (change.role && change.role !== target.role) {
        await this.record('member.role_changed', workspaceId, userId, { from: target.role, to: change.role });
      }
      if (change.suspended !== undefined && change.suspended !== target.suspended) {
        await this.record(change.suspended ? 'member.suspended' : 'member.reinstated', workspaceId, userId);
      }
      this.access.userChanged(userId);
      return existing(await this.members.find(workspaceId, userId));
    });
  }

  /** Removes a member, or oneself. Throws as `change` does, but for `member.self`. */
  async remove(caller: Caller, workspaceId: string, userId: string): Promise<void> {
    const leaving = caller.userId === userId;
    caller.workspaceFor(leaving ? 'members:leave' : 'members:write', workspaceId);
    await this.transactions.run(async () => {
      const roster = await this.roster(caller, workspaceId, userId);
      if (!leaving) assertMayChange(roster.actor, roster.target, {});
      await this.members.remove(workspaceId, userId);
      await this.assertOwned(roster, roster.target);
      await this.record(leaving ? 'member.left' : 'member.removed', workspaceId, userId);
      this.access.userChanged(userId);
    });
  }

  /**
   * Makes another member the owner in one's place; one stays as admin. Throws `workspace.not_found`, `member.not_found`,
   * `access.forbidden`, `member.self`, `member.suspended` and `workspace.personal` (conflict).
   */
  async transfer(caller: Caller, workspaceId: string, userId: string): Promise<void> {
    caller.workspaceFor('workspace:transfer', workspaceId);
    await this.transactions.run(async () => {
      const { actor, target, workspace } = await this.roster(caller, workspaceId, userId);
      assertMayChange(actor, target, { role: 'owner' });
      if (workspace.personalOf) throw new DomainError('workspace.personal', 'conflict');
      if (target.suspended) throw new DomainError('member.suspended', 'conflict');
      await this.members.change(workspaceId, userId, { role: 'owner' });
      await this.members.change(workspaceId, actor.userId, { role: 'admin' });
      await this.record('workspace.transferred', workspaceId, userId);
      await this.tellBoth(workspaceId, workspace.name, actor.userId, userId);
      this.access.userChanged(userId);
      this.access.userChanged(actor.userId);
    });
  }

  /** Roles are read under the lock: what the guard has seen may have changed since. */
  private async roster(
    caller: Caller,
    workspaceId: string,
    userId: string,
  ): Promise<Roster & { actor: Standing; target: Standing }> {
    const roster = await this.members.lock(workspaceId, [caller.userId, userId]);
    const standing = (id: string) => roster?.standings.find((one) => one.userId === id);
    const [actor, target] = [standing(caller.userId), standing(userId)];
    if (!roster || !actor || actor.suspended) throw new DomainError('workspace.not_found', 'not_found');
    if (!target) throw new DomainError('member.not_found', 'not_found');
    if (actor.userId !== userId && actor.role !== 'owner' && actor.role !== 'admin') {
      throw new DomainError('access.forbidden', 'forbidden');
    }
    return { ...roster, actor, target };
  }

  /** After the change: the row is locked, so nobody else can take the other owner away meanwhile. */
  private async assertOwned({ workspace }: Roster, before: Standing): Promise<void> {
    if (workspace.personalOf === before.userId) throw new DomainError('workspace.personal', 'conflict');
    if (isActiveOwner(before) && (await this.members.countActiveOwners(workspace.id)) === 0) {
      throw new DomainError('member.last_owner', 'conflict');
    }
  }

  private async tellBoth(
    workspaceId: string,
    workspace: string,
    giver: string,
    taker: string,
  ): Promise<void> {
    const [from, to] = [
      await this.members.find(workspaceId, giver),
      await this.members.find(workspaceId, taker),
    ];
    for (const member of [from, to]) {
      if (!member || !to) continue;
      await this.mailer.send({
        template: 'ownership-transferred',
        to: member.email,
        locale: member.locale,
        params: { name: member.name, workspace, newOwner: to.name },
      });
    }
  }

  private async record(
    action: string,
    workspaceId: string,
    userId: string,
    detail?: Record<string, string>,
  ): Promise<void> {
    await this.audit.record({ action, workspaceId, target: { type: 'user', id: userId }, detail });
  }
}

function existing(member: Member | undefined): Member {
  if (!member) throw new DomainError('member.not_found', 'not_found');
  return member;
}
