import { IsOptional, IsString, MaxLength, MinLength } from 'class-validator';

import type { Page } from '../../kernel/page.js';
import { PageQueryDto } from '../../platform/http/validation/index.js';
import type { AdministeredWorkspace } from '../application/ports/plan.repository.js';

/** A workspace as platform administrators see it. */
export class AdministeredWorkspaceDto {
  id: string;

  /**
   * @example 'Bakery'
   */
  name: string;

  /** Whether it came with somebody's account. */
  personal: boolean;

  members: number;

  /**
   * @example 'unlimited'
   */
  planId: string;

  /** Since when it has this plan. */
  planSince: Date;

  createdAt: Date;

  static from(workspace: AdministeredWorkspace): AdministeredWorkspaceDto {
    return Object.assign(new AdministeredWorkspaceDto(), workspace);
  }
}

/** One page of workspaces. */
export class AdministeredWorkspacePageDto {
  items: AdministeredWorkspaceDto[];

  /** Send it as `cursor` to get the next page; null on the last one. */
  nextCursor: string | null;

  static from(page: Page<AdministeredWorkspace>): AdministeredWorkspacePageDto {
    const items = page.items.map((workspace) => AdministeredWorkspaceDto.from(workspace));
    return { items, nextCursor: page.nextCursor };
  }
}

export class AdministeredWorkspaceQueryDto extends PageQueryDto {
  /** Part of the name; upper and lower case do not matter. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  q?: string;

  /** Only those that have this plan. */
  @IsOptional()
  @IsString()
  @MaxLength(50)
  planId?: string;
}

export class ChangePlanDto {
  /**
   * Id of a plan.
   * @example 'free'
   */
  @IsString()
  @MinLength(1)
  @MaxLength(50)
  planId: string;
}
