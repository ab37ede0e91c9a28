import { IsBoolean, IsIn, IsUUID } from 'class-validator';

import type { Page } from '../../kernel/page.js';
import { ROLES } from '../../platform/http/access/index.js';
import { LowerCase, Omittable } from '../../platform/http/validation/index.js';
import type { Member, WorkspaceRole } from '../domain/workspace.js';

/** Somebody who belongs to a workspace. */
export class MemberDto {
  /**
   * @example '01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d90'
   */
  userId: string;

  /**
   * @example 'Ada Lovelace'
   */
  name: string;

  /**
   * @example 'ada@example.com'
   */
  email: string;

  role: 'owner' | 'admin' | 'editor' | 'viewer';

  /** Belongs to the workspace, but may do nothing in it for the time being. */
  suspended: boolean;

  joinedAt: Date;

  static from(member: Member): MemberDto {
    const { userId, name, email, role, suspendedAt, joinedAt } = member;
    return { userId, name, email, role, suspended: suspendedAt !== null, joinedAt };
  }
}

/** One page of members. */
export class MemberPageDto {
  items: MemberDto[];

  /** Send it as `cursor` to get the next page; null on the last one. */
  nextCursor: string | null;

  static from(page: Page<Member>): MemberPageDto {
    return { items: page.items.map((member) => MemberDto.from(member)), nextCursor: page.nextCursor };
  }
}

/** What to change; everything left out stays as it is. */
export class ChangeMemberDto {
  /** Owners alone make owners. */
  @Omittable()
  @IsIn(ROLES)
  role?: WorkspaceRole;

  /** Suspended members see and do nothing in the workspace. */
  @Omittable()
  @IsBoolean()
  suspended?: boolean;
}

export class TransferDto {
  /**
   * The member who becomes the owner.
   * @example '01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d90'
   */
  @LowerCase()
  @IsUUID()
  userId: string;
}
