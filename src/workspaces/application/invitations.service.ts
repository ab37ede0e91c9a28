import { Injectable } from '@nestjs/common';

import { canonicalEmail } from '../../kernel/canonical-email.js';
import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/id.js';
import { type Page, type PageRequest, toPage } from '../../kernel/page.js';
import { AuditTrail } from '../../platform/audit/index.js';
import { AppConfig } from '../../platform/config/index.js';
import { TransactionRunner } from '../../platform/database/index.js';
import { AccessChanges, type Caller } from '../../platform/http/access/index.js';
import { Mailer } from '../../platform/mail/index.js';
import {
  hashInvitationToken,
  type Invitation,
  INVITATION_DAYS,
  newInvitationToken,
  type Offer,
} from '../domain/invitation.js';
import type { InvitedRole } from '../domain/workspace.js';
import { InvitationRepository } from './ports/invitation.repository.js';
import { MemberRepository } from './ports/member.repository.js';
import { WorkspaceRepository } from './ports/workspace.repository.js';

/** Binds the cursors of one workspace's list; see `encodeCursor`. */
export const invitationList = (workspaceId: string): string => `invitations:${workspaceId}`;

/** Somebody who takes an invitation up. */
export interface Invitee {
  id: string;
  /** Canonical form. */
  email: string;
}

/** Brings people into workspaces by mail, whether or not they have an account yet. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly invitations: InvitationRepository,
    private readonly members: MemberRepository,
    private readonly workspaces: WorkspaceRepository,
    private readonly transactions: TransactionRunner,
    private readonly access: AccessChanges,
    private readonly audit: AuditTrail,
    private readonly mailer: Mailer,
    private readonly config: AppConfig,
  ) {}

  /**
   * Takes the place of an earlier invitation of the same address. Throws `workspace.not_found`, `access.forbidden`,
   * `member.exists` (conflict), which tells no more than the list of members.
   */
  async invite(caller: Caller, workspaceId: string, email: string, role: InvitedRole): Promise<Invitation> {
    caller.workspaceFor('invitations:write', workspaceId);
    const address = canonicalEmail(email);
    return this.transactions.run(async () => {
      if (await this.members.isMember(workspaceId, address))
        throw new DomainError('member.exists', 'conflict');
      const token = newInvitationToken();
      const invitation = await this.invitations.put(
        { id: newId(), workspaceId, email: address, role, invitedBy: caller.userId },
        hashInvitationToken(token)!,
        INVITATION_DAYS,
      );
      await this.record('invitation.created', invitation);
      await this.mail(caller, invitation, token);
      return invitation;
    });
  }

  /** Newest first. Throws `workspace.not_found`, `access.forbidden`. */
  async list(caller: Caller, workspaceId: string, page: PageRequest): Promise<Page<Invitation>> {
    caller.workspaceFor('invitations:read', workspaceId);
    return toPage(invitationList(workspaceId), await this.invitations.list(workspaceId, page), page.limit);
  }

  /** Another mail with a new link, good for the full time. Throws also `invitation.not_found`. */
  async resend(caller: Caller, workspaceId: string, invitationId: string): Promise<void> {
    caller.workspaceFor('invitations:write', workspaceId);
    await this.transactions.run(async () => {
      const token = newInvitationToken();
      const hash = hashInvitationToken(token)!;
      const renewed = await this.invitations.renew(
        workspaceId,
        invitationId,
        caller.userId,
        hash,
        INVITATION_DAYS,
      );
      if (!renewed) throw new DomainError('invitation.not_found', 'not_found');
      await this.record('invitation.resent', renewed);
      await this.mail(caller, renewed, token);
    });
  }

  /** Throws `workspace.not_found`, `access.forbidden`, `invitation.not_found`. */
  async revoke(caller: Caller, workspaceId: string, invitationId: string): Promise<void> {
    caller.workspaceFor('invitations:write', workspaceId);
    await this.transactions.run(async () => {
      const revoked = await this.invitations.remove(workspaceId, invitationId);
      if (!revoked) throw new DomainError('invitation.not_found', 'not_found');
      await this.record('invitation.revoked', revoked);
    });
  }

  /** What a token offers. Throws `invitation.invalid` (malformed), whatever the reason. */
  async lookUp(token: string): Promise<Offer> {
    const hash = hashInvitationToken(token);
    return offered(hash && (await this.invitations.offer(hash)));
  }

  /**
   * Makes the invitee a member; somebody who is one already stays what they are. Joins the open transaction. Throws
   * `invitation.invalid` (malformed), `invitation.other_address` (forbidden).
   */
  async accept(token: string, invitee: Invitee): Promise<Offer> {
    const hash = hashInvitationToken(token);
    return this.transactions.run(async () => {
      const offer = offered(hash && (await this.invitations.take(hash)));
      // The error puts the invitation back: it is still good for whom it was meant.
      if (offer.email !== invitee.email) throw new DomainError('invitation.other_address', 'forbidden');
      await this.members.add(offer.workspaceId, invitee.id, offer.role);
      await this.audit.record({
        action: 'invitation.accepted',
        workspaceId: offer.workspaceId,
        target: { type: 'user', id: invitee.id },
        detail: { role: offer.role },
        actor: { kind: 'user', userId: invitee.id },
      });
      this.access.userChanged(invitee.id);
      return offer;
    });
  }

  /** The same for somebody who is signed in. */
  async acceptAs(caller: Caller, token: string): Promise<Offer> {
    const email = (await this.members.addressOf(caller.userId)) ?? '';
    return this.accept(token, { id: caller.userId, email });
  }

  private async mail(caller: Caller, { workspaceId, email, role }: Invitation, token: string): Promise<void> {
    const inviter = await this.members.find(workspaceId, caller.userId);
    const membership = await this.workspaces.findOf(caller.userId, workspaceId);
    if (!inviter || !membership) throw new DomainError('workspace.not_found', 'not_found');
    await this.mailer.send({
      template: 'invitation',
      to: email,
      locale: inviter.locale,
      params: {
        inviter: inviter.name,
        workspace: membership.workspace.name,
        role,
        link: `${this.config.publicUrl}/invitation?token=${token}`,
        days: INVITATION_DAYS,
      },
    });
  }

  private async record(action: string, { id, workspaceId, role }: Invitation): Promise<void> {
    await this.audit.record({ action, workspaceId, target: { type: 'invitation', id }, detail: { role } });
  }
}

function offered(offer: Offer | undefined): Offer {
  if (!offer) throw new DomainError('invitation.invalid', 'malformed');
  return offer;
}
