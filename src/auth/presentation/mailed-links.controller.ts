import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';

import { type Caller, CurrentCaller, Public, Requires } from '../../platform/http/access/index.js';
import { Limited } from '../../platform/http/limits/index.js';
import { EmailChange } from '../application/email-change.service.js';
import { EmailVerification } from '../application/email-verification.service.js';
import { PasswordReset } from '../application/password-reset.service.js';
import { ProfileService } from '../application/profile.service.js';
import { accountOf } from './account-of.js';
import { AddressDto, ChangeEmailDto, MailedTokenDto, ResetPasswordDto } from './mailed-links.dto.js';

const TOKEN_INVALID = '`auth.token_invalid`: the link is unknown, was used, or is too old.';
const INVALID_INPUT = '`validation.failed`: see `errors`.';

/** What is proved by a link in a mail. */
@ApiTags('auth')
@Controller('auth')
export class MailedLinksController {
  constructor(
    private readonly verification: EmailVerification,
    private readonly resets: PasswordReset,
    private readonly changes: EmailChange,
    private readonly profiles: ProfileService,
  ) {}

  /** Confirm an address by the token that was mailed to it. */
  @Public()
  @Limited('mailed-token')
  @Post('verify-email')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Confirmed.' })
  @ApiBadRequestResponse({ description: TOKEN_INVALID })
  async verifyEmail(@Body() { token }: MailedTokenDto): Promise<void> {
    await this.verification.verify(token);
  }

  /**
   * Get the mail to confirm your address again.
   * @remarks At most once in five minutes; nothing is sent when the address is confirmed.
   */
  @Requires('account:self')
  @Limited('account-mail')
  @Post('verify-email/resend')
  @HttpCode(202)
  async resendVerification(@CurrentCaller() caller: Caller): Promise<void> {
    await this.verification.remind(await this.profiles.get(caller.userId));
  }

  /**
   * Get the mail to confirm an address again, without being signed in.
   * @remarks The same answer for every address.
   */
  @Public()
  @Limited('account-mail', accountOf)
  @Post('verify-email/resend-to')
  @HttpCode(202)
  @ApiUnprocessableEntityResponse({ description: INVALID_INPUT })
  async resendVerificationTo(@Body() { email }: AddressDto): Promise<void> {
    await this.verification.requestReminder(email);
  }

  /**
   * Get a mail to set a new password.
   * @remarks The same answer, after the same time, whether or not there is such an account.
   */
  @Public()
  @Limited('account-mail', accountOf)
  @Post('forgot-password')
  @HttpCode(202)
  @ApiUnprocessableEntityResponse({ description: INVALID_INPUT })
  async forgotPassword(@Body() { email }: AddressDto): Promise<void> {
    await this.resets.request(email);
  }

  /**
   * Set a new password by the token that was mailed.
   * @remarks Signs the account out everywhere.
   */
  @Public()
  @Limited('mailed-token')
  @Post('reset-password')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'The new password is in force.' })
  @ApiBadRequestResponse({ description: TOKEN_INVALID })
  @ApiUnprocessableEntityResponse({
    description:
      '`validation.failed`: see `errors`; `auth.password_common`: the new password is easy to guess. The token stays good.',
  })
  async resetPassword(@Body() { token, password }: ResetPasswordDto): Promise<void> {
    await this.resets.reset(token, password);
  }

  /**
   * Ask for another address.
   * @remarks Both the address in use and the new one get a mail; the change is made once both have agreed.
   */
  @Requires('account:self')
  @Limited('reauthentication')
  @Post('change-email')
  @HttpCode(202)
  @ApiForbiddenResponse({ description: '`auth.password_wrong`' })
  @ApiUnprocessableEntityResponse({ description: INVALID_INPUT })
  async changeEmail(@CurrentCaller() caller: Caller, @Body() body: ChangeEmailDto): Promise<void> {
    await this.changes.request(caller.userId, body.newEmail, body.password);
  }

  /**
   * Agree to a change of address, by the token mailed to either of the two.
   * @remarks The second agreement makes the change and signs the account out everywhere.
   */
  @Public()
  @Limited('mailed-token')
  @Post('confirm-email-change')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Noted.' })
  @ApiBadRequestResponse({ description: TOKEN_INVALID })
  @ApiConflictResponse({ description: '`auth.email_taken`: somebody else uses the address by now.' })
  async confirmEmailChange(@Body() { token }: MailedTokenDto): Promise<void> {
    await this.changes.agree(token);
  }
}
