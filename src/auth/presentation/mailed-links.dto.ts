import { Transform } from 'class-transformer';
import { IsEmail, IsString, MaxLength } from 'class-validator';

import { canonicalEmail } from '../../kernel/canonical-email.js';
import { IsNewPassword, IsPassword } from './password.decorator.js';

const Canonical = () =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? canonicalEmail(value) : value));

/** The secret of a mailed link. */
export class MailedTokenDto {
  /**
   * What stands after `token=` in the link.
   * @example 'q4wJ0m0lXl2pJ0n0rWm9hJk1q7bQ8r2y5t6u7i8o9pA'
   */
  @IsString()
  @MaxLength(200)
  token: string;
}

/** Whose address it is. */
export class AddressDto {
  /**
   * @example 'ada@example.com'
   */
  @Canonical()
  @IsEmail()
  @MaxLength(254)
  email: string;
}

export class ResetPasswordDto extends MailedTokenDto {
  /**
   * 8 to 256 characters; not one of the most common ones.
   * @example 'correct horse battery staple'
   */
  @IsNewPassword()
  password: string;
}

export class ChangeEmailDto {
  /**
   * @example 'ada.king@example.com'
   */
  @Canonical()
  @IsEmail()
  @MaxLength(254)
  newEmail: string;

  /**
   * Your password, since this is grave.
   * @example 'correct horse battery staple'
   */
  @IsPassword()
  password: string;
}
