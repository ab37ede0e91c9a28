import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { type JwtFromRequestFunction, Strategy } from 'passport-jwt';

import { DomainError } from '../../kernel/domain-error.js';
import type { Caller } from '../../platform/http/access/index.js';
import {
  AUDIENCE,
  namesSession,
  TOKEN_ALGORITHM,
  TOKEN_ISSUER,
  type TokenClaims,
} from '../application/access-tokens.service.js';
import { Callers } from '../application/callers.service.js';
import { SigningKey } from '../application/signing-key.js';

export const ACCESS_TOKEN_STRATEGY = 'access-token';

/** What passport is given instead of a request: tokens come from headers and from socket handshakes alike. */
export interface TokenCarrier {
  token: string;
}

/** Longer than any token we sign; spares the parser what can only be an attack. */
const MAX_TOKEN_LENGTH = 2_048;

const fromCarrier = (({ token }: TokenCarrier) =>
  token.length <= MAX_TOKEN_LENGTH ? token : null) as unknown as JwtFromRequestFunction;

/** Checks signature, algorithm, issuer, audience and times of access tokens, then that their session lives. */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, ACCESS_TOKEN_STRATEGY) {
  /** Set while the base class is being constructed, hence no initialiser here. */
  passport: passport.Authenticator;

  constructor(
    signing: SigningKey,
    private readonly callers: Callers,
  ) {
    super({
      jwtFromRequest: fromCarrier,
      secretOrKey: signing.secret,
      algorithms: [TOKEN_ALGORITHM],
      issuer: TOKEN_ISSUER,
      audience: AUDIENCE.api,
    });
  }

  /** Called by passport with the claims of a genuine token. */
  validate(claims: Partial<TokenClaims>): Promise<Caller> {
    if (!namesSession(claims)) throw new DomainError('auth.unauthenticated', 'unauthenticated');
    return this.callers.of({ id: claims.sid, userId: claims.sub });
  }

  /** One for each application: the package's shared one would check all tokens by the last application's secret. */
  getPassportInstance(): passport.Authenticator {
    return (this.passport ??= new passport.Authenticator());
  }
}
