import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';

import { isId } from '../../kernel/id.js';
import { type VisitorClaims, VisitorTokens } from '../../platform/http/access/index.js';
import { AUDIENCE, TOKEN_ALGORITHM, TOKEN_ISSUER } from './access-tokens.service.js';
import { SigningKey } from './signing-key.js';

/** Tells them from access tokens before anything is verified. */
const PREFIX = 'kyro_vt_';
const LIFETIME_SECONDS = 30 * 86_400;
/** Longer than any token we sign; spares the parser what can only be an attack. */
const MAX_LENGTH = 2_048;

interface Claims {
  typ: 'visitor';
  sub: string;
  bot: string;
  identified: boolean;
  exp: number;
}

/** Whether what came after `Bearer` looks like the token of a visitor. */
export function posesAsVisitor(token: string): boolean {
  return token.startsWith(PREFIX);
}

/** JWTs with an audience and a type of their own: no access token is one of them, and the reverse. */
@Injectable()
export class SignedVisitorTokens extends VisitorTokens {
  constructor(
    private readonly jwt: JwtService,
    private readonly signing: SigningKey,
  ) {
    super();
  }

  sign({ visitorId, botId, identified }: VisitorClaims): { token: string; expiresAt: Date } {
    const expiresAt = new Date((Math.floor(Date.now() / 1_000) + LIFETIME_SECONDS) * 1_000);
    const jwt = this.jwt.sign(
      { typ: 'visitor', bot: botId, identified, exp: expiresAt.getTime() / 1_000 },
      {
        secret: this.signing.secret,
        algorithm: TOKEN_ALGORITHM,
        issuer: TOKEN_ISSUER,
        audience: AUDIENCE.widget,
        subject: visitorId,
        jwtid: randomUUID(),
      },
    );
    return { token: PREFIX + jwt, expiresAt };
  }

  read(token: string): VisitorClaims | undefined {
    return this.claimsOf(token, false);
  }

  readExpired(token: string): VisitorClaims | undefined {
    return this.claimsOf(token, true);
  }

  private claimsOf(token: string, ignoreExpiration: boolean): VisitorClaims | undefined {
    if (!posesAsVisitor(token) || token.length > MAX_LENGTH) return undefined;
    try {
      const claims = this.jwt.verify<Partial<Claims>>(token.slice(PREFIX.length), {
        secret: this.signing.secret,
        algorithms: [TOKEN_ALGORITHM],
        issuer: TOKEN_ISSUER,
        audience: AUDIENCE.widget,
        ignoreExpiration,
      });
      const { typ, sub, bot, identified, exp } = claims;
      if (typ !== 'visitor' || !isId(sub) || !isId(bot) || typeof exp !== 'number') return undefined;
      return { visitorId: sub, botId: bot, identified: identified === true };
    } catch {
      return undefined;
    }
  }
}
