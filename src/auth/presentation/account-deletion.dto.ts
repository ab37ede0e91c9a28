import { IsString, MaxLength } from 'class-validator';

import { Omittable } from '../../platform/http/validation/index.js';
import { IsPassword } from './password.decorator.js';

export class DeleteAccountDto {
  /**
   * @example 'correct horse battery staple'
   */
  @IsPassword()
  password: string;

  /**
   * For accounts with a second factor: the code of the authenticator app, or a recovery code.
   * @example '123456'
   */
  @Omittable()
  @IsString()
  @MaxLength(60)
  totp?: string;
}

/** An account on its way out. */
export class AccountDeletionDto {
  /** When the account is deleted, with its personal workspace and everything in it. */
  deletionAt: Date;
}
