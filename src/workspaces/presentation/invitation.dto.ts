import { Transform } from 'class-transformer';
import { IsEmail, IsIn, IsString, MaxLength } from 'class-validator';

import { canonicalEmail } from '../../kernel/canonical-email.js';
import type { Page } from '../../kernel/page.js';
import type { Invitation, Offer } from '../domain/invitation.js';
import { INVITED_ROLES, type InvitedRole } from '../domain/workspace.js';

export class InviteDto {
  /**
   * @example 'charles@example.com'
   */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? canonicalEmail(value) : value))
  @IsEmail()
  @MaxLength(254)
  email: string;

  /** What they will be; ownership is handed over afterwards. */
  @IsIn(INVITED_ROLES)
  role: InvitedRole;
}

/** An open invitation. */
export class InvitationDto {
  /**
   * @example '01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d90'
   */
  id: string;

  /**
   * @example 'charles@example.com'
   */
  email: string;

  role: 'admin' | 'editor' | 'viewer';

  createdAt: Date;

  /** From then on the link does nothing. */
  expiresAt: Date;

  static from({ id, email, role, createdAt, expiresAt }: Invitation): InvitationDto {
    return { id, email, role, createdAt, expiresAt };
  }
}

/** One page of open invitations. */
export class InvitationPageDto {
  items: InvitationDto[];

  /** Send it as `cursor` to get the next page; null on the last one. */
  nextCursor: string | null;

  static from(page: Page<Invitation>): InvitationPageDto {
    return { items: page.items.map((item) => InvitationDto.from(item)), nextCursor: page.nextCursor };
  }
}

/** The secret of a mailed invitation. */
export class InvitationTokenDto {
  /**
   * What stands after `token=` in the link.
   * @example 'q4wJ0m0lXl2pJ0n0rWm9hJk1q7bQ8r2y5t6u7i8o9pA'
   */
  @IsString()
  @MaxLength(200)
  token: string;
}

/** What an invitation offers. */
export class OfferDto {
  /**
   * @example '01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d90'
   */
  workspaceId: string;

  /**
   * @example 'Analytical Engines'
   */
  workspace: string;

  /**
   * Who invites.
   * @example 'Ada Lovelace'
   */
  inviter: string;

  /**
   * The address it was sent to; the account that takes it up must have this one.
   * @example 'charles@example.com'
   */
  email: string;

  role: 'admin' | 'editor' | 'viewer';

  expiresAt: Date;

  static from({ workspaceId, workspaceName, inviterName, email, role, expiresAt }: Offer): OfferDto {
    return { workspaceId, workspace: workspaceName, inviter: inviterName, email, role, expiresAt };
  }
}
