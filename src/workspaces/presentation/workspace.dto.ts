import { MaxLength } from 'class-validator';

import type { Page } from '../../kernel/page.js';
import { IsPlainLine } from '../../platform/http/validation/index.js';
import type { Membership, WorkspaceRole } from '../domain/workspace.js';

/** What a workspace is to be called. */
export class NameWorkspaceDto {
  /**
   * @example 'Analytical Engines'
   */
  @IsPlainLine()
  @MaxLength(120)
  name: string;
}

/** A workspace as the caller sees it. */
export class WorkspaceDto {
  /**
   * @example '01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d90'
   */
  id: string;

  /**
   * @example 'Ada Lovelace'
   */
  name: string;

  /** Whether this is the workspace that came with your account. */
  personal: boolean;

  /** Your role. */
  role: 'owner' | 'admin' | 'editor' | 'viewer';

  createdAt: Date;

  static from(userId: string, { workspace, role }: Membership): WorkspaceDto {
    const dto = new WorkspaceDto();
    dto.id = workspace.id;
    dto.name = workspace.name;
    dto.personal = workspace.personalOf === userId;
    dto.role = role satisfies WorkspaceRole;
    dto.createdAt = workspace.createdAt;
    return dto;
  }
}

/** One page of workspaces. */
export class WorkspacePageDto {
  items: WorkspaceDto[];

  /** Send it as `cursor` to get the next page; null on the last one. */
  nextCursor: string | null;

  static from(userId: string, page: Page<Membership>): WorkspacePageDto {
    return { items: page.items.map((item) => WorkspaceDto.from(userId, item)), nextCursor: page.nextCursor };
  }
}
