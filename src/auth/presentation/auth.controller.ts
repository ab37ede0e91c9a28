import { Body, Controller, Get, HttpCode, Patch, Post, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiTags,
  ApiUnauthorizedResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';

import {
  bearerToken,
  type Caller,
  CurrentCaller,
  Public,
  Requires,
} from '../../platform/http/access/index.js';
import { localeOf } from '../../platform/http/i18n/index.js';
import { Limited } from '../../platform/http/limits/index.js';
import { ProfileService } from '../application/profile.service.js';
import { RegistrationService } from '../application/registration.service.js';
import { SignInService } from '../application/sign-in.service.js';
import { SignOutService } from '../application/sign-out.service.js';
import { accountOf } from './account-of.js';
import { LoginDto, RefreshDto, RegisterDto } from './credentials.dto.js';
import { UpdateProfileDto, UserDto } from './profile.dto.js';
import { RefreshCookie } from './refresh-cookie.js';
import { sessionClient } from './session-client.js';
import { ConfirmAddressDto, SignedInDto } from './signed-in.dto.js';

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly registration: RegistrationService,
    private readonly signIns: SignInService,
    private readonly signOuts: SignOutService,
    private readonly profiles: ProfileService,
    private readonly cookie: RefreshCookie,
  ) {}

  /**
   * Make an account.
   * @remarks Signs in at once and makes a personal workspace. The first account of an installation becomes its administrator.
   * Where addresses have to be confirmed first, the answer is 202, the same for every address, and the rest is in the mail.
   */
  @Public()
  @Limited('register', accountOf)
  @Post('register')
  @ApiCreatedResponse({ description: 'Made, and signed in.', type: SignedInDto })
  @ApiAcceptedResponse({ description: 'Confirm the address, then sign in.', type: ConfirmAddressDto })
  @ApiConflictResponse({ description: '`auth.email_taken`: there is an account with this address.' })
  @ApiUnprocessableEntityResponse({
    description: '`validation.failed`: see `errors`; `auth.password_common`: the password is easy to guess.',
  })
  async register(
    @Body() body: RegisterDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignedInDto | ConfirmAddressDto> {
    const locale = localeOf(request.headers['accept-language']);
    const signedIn = await this.registration.register({ ...body, locale }, sessionClient(request));
    if (!signedIn) {
      response.status(202);
      return { confirmAddress: true };
    }
    await this.replaceCookie(request, response, signedIn.session.refreshToken);
    return SignedInDto.from(signedIn, body.refreshInBody === true);
  }

  /** Sign in with address and password. */
  @Public()
  @Limited('login', accountOf)
  @Post('login')
  @HttpCode(200)
  @ApiUnauthorizedResponse({
    description:
      '`auth.invalid_credentials`: unknown address or wrong password; `auth.second_factor_required`: send `totp` as ' +
      'well; `auth.second_factor_invalid`: the code is wrong or was used.',
  })
  async login(
    @Body() body: LoginDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignedInDto> {
    const signedIn = await this.signIns.signIn(body, sessionClient(request));
    await this.replaceCookie(request, response, signedIn.session.refreshToken);
    return SignedInDto.from(signedIn, body.refreshInBody === true);
  }

  /**
   * Exchange the refresh token for a new one and a new access token.
   * @remarks The token comes from the cookie, or from the body and then goes back in the body. Within 10 seconds the same
   * token may be exchanged again and gives the same successor; any later use ends the session.
   */
  @Public()
  @Post('refresh')
  @HttpCode(200)
  @ApiUnauthorizedResponse({ description: '`auth.refresh_invalid`: sign in again.' })
  async refresh(
    @Body() body: RefreshDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignedInDto> {
    const signedIn = await this.signIns.refresh(body.refreshToken ?? this.cookie.read(request));
    if (body.refreshToken === undefined) this.cookie.write(response, signedIn.session.refreshToken);
    return SignedInDto.from(signedIn, body.refreshToken !== undefined);
  }

  /**
   * Sign out.
   * @remarks Ends the session named by the refresh token (cookie or body) and the one of the access token, whichever are
   * there. Succeeds even when they are no longer good.
   */
  @Public()
  @Post('logout')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Signed out.' })
  async logout(
    @Body() body: RefreshDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.signOuts.signOut(body.refreshToken ?? this.cookie.read(request), bearerToken(request));
    this.cookie.clear(response);
  }

  /** Your account. */
  @Requires('account:self')
  @Get('me')
  async me(@CurrentCaller() caller: Caller): Promise<UserDto> {
    return UserDto.from(await this.profiles.get(caller.userId));
  }

  /** Change your name or language. */
  @Requires('account:self')
  @Patch('me')
  @ApiUnprocessableEntityResponse({ description: '`validation.failed`: see `errors`.' })
  async updateMe(@CurrentCaller() caller: Caller, @Body() body: UpdateProfileDto): Promise<UserDto> {
    return UserDto.from(await this.profiles.update(caller.userId, body));
  }

  /** The session that the browser had before ends: nobody could reach it any more to sign out. */
  private async replaceCookie(request: Request, response: Response, refreshToken: string): Promise<void> {
    await this.signOuts.signOut(this.cookie.read(request), '');
    this.cookie.write(response, refreshToken);
  }
}
