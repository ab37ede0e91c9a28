import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';

import type { Page } from '../../kernel/page.js';
import { PageQueryDto } from '../../platform/http/validation/index.js';
import type { User } from '../domain/user.js';

/** An account as platform administrators see it. */
export class AdministeredUserDto {
  /**
   * @example '01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d90'
   */
  id: string;

  /**
   * @example 'ada@example.com'
   */
  email: string;

  /**
   * @example 'Ada Lovelace'
   */
  name: string;

  platformAdmin: boolean;

  /** Whether signing in takes a code besides the password. */
  secondFactor: boolean;

  /** Since when the account is shut; null when it is not. */
  suspendedAt: Date | null;

  /** When its owner wants it deleted; null when it stays. */
  deletionAt: Date | null;

  createdAt: Date;

  static from(user: User): AdministeredUserDto {
    const dto = new AdministeredUserDto();
    dto.id = user.id;
    dto.email = user.email;
    dto.name = user.name;
    dto.platformAdmin = user.platformRole === 'admin';
    dto.secondFactor = user.secondFactorAt !== null;
    dto.suspendedAt = user.suspendedAt;
    dto.deletionAt = user.deletionAt;
    dto.createdAt = user.createdAt;
    return dto;
  }
}

/** One page of accounts. */
export class AdministeredUserPageDto {
  items: AdministeredUserDto[];

  /** Send it as `cursor` to get the next page; null on the last one. */
  nextCursor: string | null;

  static from(page: Page<User>): AdministeredUserPageDto {
    return { items: page.items.map((user) => AdministeredUserDto.from(user)), nextCursor: page.nextCursor };
  }
}

export class UserListQueryDto extends PageQueryDto {
  /**
   * Part of an address or a name; upper and lower case do not matter.
   * @example 'lovelace'
   */
  @IsOptional()
  @IsString()
  @MaxLength(254)
  q?: string;
}

export class AdministerUserDto {
  /** True shuts the account: its sessions and keys stop at once, and signing in fails as with a wrong password. */
  @IsBoolean()
  suspended: boolean;
}
