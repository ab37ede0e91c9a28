import { Body, Controller, Delete, HttpCode, Post } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';

import { type Caller, CurrentCaller, Requires } from '../../platform/http/access/index.js';
import { Limited } from '../../platform/http/limits/index.js';
import { PasswordChange } from '../application/password-change.service.js';
import { SecondFactorService } from '../application/second-factor.service.js';
import {
  ChangePasswordDto,
  ConfirmTotpDto,
  OwnerProofDto,
  PrepareTotpDto,
  RecoveryCodesDto,
  TotpSecretDto,
} from './second-factor.dto.js';

const PROOF_REFUSED =
  '`auth.password_wrong`, `auth.second_factor_required`, `auth.second_factor_invalid`: it is not you, it seems.';
const LIMITED = '`auth.second_factor_limited`, `limit.exceeded`: too many attempts; see `Retry-After`.';

@ApiTags('auth')
@Controller('auth')
export class CredentialsController {
  constructor(
    private readonly passwords: PasswordChange,
    private readonly secondFactors: SecondFactorService,
  ) {}

  /**
   * Change your password.
   * @remarks Signs you out everywhere else and tells you by mail.
   */
  @Requires('account:self')
  @Limited('reauthentication')
  @Post('change-password')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Changed.' })
  @ApiForbiddenResponse({ description: '`auth.password_wrong`: the current password is not right.' })
  @ApiUnprocessableEntityResponse({
    description: '`validation.failed`: see `errors`; `auth.password_common`: the new one is easy to guess.',
  })
  async changePassword(@CurrentCaller() caller: Caller, @Body() body: ChangePasswordDto): Promise<void> {
    await this.passwords.change(caller, body.currentPassword, body.newPassword);
  }

  /**
   * Ask for the secret of a second factor.
   * @remarks Signing in takes it once it is confirmed. Asking again gives another and voids this one.
   */
  @Requires('account:self')
  @Limited('reauthentication')
  @Post('totp')
  @HttpCode(200)
  @ApiForbiddenResponse({ description: '`auth.password_wrong`' })
  @ApiConflictResponse({ description: '`auth.second_factor_on`: remove the one in force first.' })
  async prepareTotp(@CurrentCaller() caller: Caller, @Body() body: PrepareTotpDto): Promise<TotpSecretDto> {
    return TotpSecretDto.from(await this.secondFactors.prepare(caller.userId, body.password));
  }

  /**
   * Put the second factor in force.
   * @remarks From now on signing in takes a code of the app, or one of these ten recovery codes, which are shown only now.
   */
  @Requires('account:self')
  @Limited('reauthentication')
  @Post('totp/confirm')
  @HttpCode(200)
  @ApiForbiddenResponse({ description: '`auth.second_factor_invalid`: the code is wrong or was used.' })
  @ApiConflictResponse({
    description:
      '`auth.second_factor_unprepared`: ask for a secret first; `auth.second_factor_on`: one is in force.',
  })
  @ApiTooManyRequestsResponse({ description: LIMITED })
  async confirmTotp(
    @CurrentCaller() caller: Caller,
    @Body() body: ConfirmTotpDto,
  ): Promise<RecoveryCodesDto> {
    return { recoveryCodes: await this.secondFactors.confirm(caller.userId, body.code) };
  }

  /** Get ten new recovery codes; the old ones stop. */
  @Requires('account:self')
  @Limited('reauthentication')
  @Post('totp/recovery-codes')
  @HttpCode(200)
  @ApiForbiddenResponse({ description: PROOF_REFUSED })
  @ApiConflictResponse({ description: '`auth.second_factor_off`' })
  @ApiTooManyRequestsResponse({ description: LIMITED })
  async renewRecoveryCodes(
    @CurrentCaller() caller: Caller,
    @Body() body: OwnerProofDto,
  ): Promise<RecoveryCodesDto> {
    const { password, code } = body;
    return { recoveryCodes: await this.secondFactors.renewRecoveryCodes(caller.userId, password, code) };
  }

  /** Remove the second factor and its recovery codes. */
  @Requires('account:self')
  @Limited('reauthentication')
  @Delete('totp')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Removed.' })
  @ApiForbiddenResponse({ description: PROOF_REFUSED })
  @ApiConflictResponse({ description: '`auth.second_factor_off`' })
  @ApiTooManyRequestsResponse({ description: LIMITED })
  async removeTotp(@CurrentCaller() caller: Caller, @Body() body: OwnerProofDto): Promise<void> {
    await this.secondFactors.remove(caller.userId, body.password, body.code);
  }
}
