import { Transform } from 'class-transformer';
import { IsBoolean, IsEmail, IsString, MaxLength } from 'class-validator';

import { IsPlainLine, Omittable } from '../../platform/http/validation/index.js';
import { canonicalEmail } from '../../kernel/canonical-email.js';
import { IsNewPassword, IsPassword } from './password.decorator.js';

const Canonical = () =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? canonicalEmail(value) : value));

/** What a new account needs. */
export class RegisterDto {
  /**
   * Upper and lower case do not matter.
   * @example 'ada@example.com'
   */
  @Canonical()
  @IsEmail()
  @MaxLength(254)
  email: string;

  /**
   * 8 to 256 characters; any characters, read to the end. Not one of the most common ones.
   * @example 'correct horse battery staple'
   */
  @IsNewPassword()
  password: string;

  /**
   * Shown to members of your workspaces; the part of the address before the @ when left out.
   * @example 'Ada Lovelace'
   */
  @Omittable()
  @IsPlainLine()
  @MaxLength(120)
  name?: string;

  /** The token of a mailed invitation: the account joins that workspace, and its address counts as confirmed. */
  @Omittable()
  @IsString()
  @MaxLength(200)
  invitationToken?: string;

  /** Also return the refresh token in the body, for clients that keep no cookies. */
  @Omittable()
  @IsBoolean()
  refreshInBody?: boolean;
}

export class LoginDto {
  /**
   * @example 'ada@example.com'
   */
  @Canonical()
  @IsString()
  @MaxLength(254)
  email: string;

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

  /** Also return the refresh token in the body, for clients that keep no cookies. */
  @Omittable()
  @IsBoolean()
  refreshInBody?: boolean;
}

export class RefreshDto {
  /** The refresh token, for clients that keep no cookies; the answer then carries the next one in its body. */
  @Omittable()
  @IsString()
  @MaxLength(200)
  refreshToken?: string;
}
