import { IsString, MaxLength } from 'class-validator';

import type { NewTotpSecret } from '../application/totp-codes.service.js';
import { IsNewPassword, IsPassword } from './password.decorator.js';

export class ChangePasswordDto {
  /**
   * @example 'correct horse battery staple'
   */
  @IsPassword()
  currentPassword: string;

  /**
   * 8 to 256 characters; not one of the most common ones.
   * @example 'four other words altogether'
   */
  @IsNewPassword()
  newPassword: string;
}

export class PrepareTotpDto {
  /**
   * @example 'correct horse battery staple'
   */
  @IsPassword()
  password: string;
}

export class ConfirmTotpDto {
  /**
   * What the authenticator app shows now.
   * @example '123456'
   */
  @IsString()
  @MaxLength(60)
  code: string;
}

/** Password and second factor, for what must not happen behind the owner's back. */
export class OwnerProofDto {
  /**
   * @example 'correct horse battery staple'
   */
  @IsPassword()
  password: string;

  /**
   * The code of the authenticator app, or a recovery code.
   * @example '123456'
   */
  @IsString()
  @MaxLength(60)
  code: string;
}

/** What an authenticator app needs; shown this once. */
export class TotpSecretDto {
  /**
   * In base32, to be typed.
   * @example 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
   */
  secret: string;

  /**
   * The same and more, to be shown as a QR code.
   * @example 'otpauth://totp/KyroChat:ada%40example.com?issuer=KyroChat&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30'
   */
  otpauthUrl: string;

  static from(secret: NewTotpSecret): TotpSecretDto {
    return { secret: secret.base32, otpauthUrl: secret.otpauthUrl };
  }
}

/** Codes for the day the phone is lost; shown this once, each good once. */
export class RecoveryCodesDto {
  recoveryCodes: string[];
}
