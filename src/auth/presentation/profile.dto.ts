import { IsIn, MaxLength } from 'class-validator';

import { type Locale, LOCALES } from '../../platform/http/i18n/index.js';
import { IsPlainLine, Omittable } from '../../platform/http/validation/index.js';
import type { User } from '../domain/user.js';

/** Your account. */
export class UserDto {
  /**
   * @example '01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d90'
   */
  id: string;

  /**
   * @example 'ada@example.com'
   */
  email: string;

  /** Whether you have confirmed the address by the link that was mailed to it. */
  emailVerified: boolean;

  /**
   * @example 'Ada Lovelace'
   */
  name: string;

  /**
   * Language of mails and of the console.
   * @example 'en'
   */
  locale: string;

  /** May see what belongs to the installation, such as the job queues. */
  platformAdmin: boolean;

  /** Whether signing in takes a code besides the password. */
  secondFactor: boolean;

  /** When the account is deleted, with its personal workspace, unless you keep it; null when it stays. */
  deletionAt: Date | null;

  createdAt: Date;

  updatedAt: Date;

  static from(user: User): UserDto {
    const dto = new UserDto();
    dto.id = user.id;
    dto.email = user.email;
    dto.emailVerified = user.emailVerifiedAt !== null;
    dto.name = user.name;
    dto.locale = user.locale;
    dto.platformAdmin = user.platformRole === 'admin';
    dto.secondFactor = user.secondFactorAt !== null;
    dto.deletionAt = user.deletionAt;
    dto.createdAt = user.createdAt;
    dto.updatedAt = user.updatedAt;
    return dto;
  }
}

/** What to change; everything left out stays as it is. */
export class UpdateProfileDto {
  /**
   * @example 'Ada King'
   */
  @Omittable()
  @IsPlainLine()
  @MaxLength(120)
  name?: string;

  /**
   * `en`, `es`, `fr` or `de`.
   * @example 'fr'
   */
  @Omittable()
  @IsIn(LOCALES)
  locale?: Locale;
}
