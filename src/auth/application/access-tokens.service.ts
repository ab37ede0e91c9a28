import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';

import { DomainError } from '../../kernel/domain-error.js';
import { isId } from '../../kernel/id.js';
import type { Session } from '../domain/session.js';
import { SigningKey } from './signing-key.js';

export const TOKEN_ISSUER = 'kyrochat';
export const TOKEN_ALGORITHM = 'HS256';

/** What a token is good for. A token of one audience is worth nothing at the others. */
export const AUDIENCE = {
  api: 'kyrochat:api',
  dashboard: 'kyrochat:queues',
  widget: 'kyrochat:widget',
} as const;
export type Audience = (typeof AUDIENCE)[keyof typeof AUDIENCE];

export const ACCESS_TOKEN_SECONDS = 900;

/** The claims of our tokens besides those every JWT has. */
export interface TokenClaims {
  typ: 'access';
  sub: string;
  sid: string;
  exp: number;
}

/** Whether genuine claims are those of a token that names a session. */
export function namesSession(claims: Partial<TokenClaims>): claims is TokenClaims {
  const { typ, sub, sid, exp } = claims;
  return typ === 'access' && isId(sub) && isId(sid) && typeof exp === 'number';
}

/** Signs the short-lived tokens that name a user's session. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly jwt: JwtService,
    private readonly signing: SigningKey,
  ) {}

  sign(session: Pick<Session, 'id' | 'userId'>, audience: Audience, seconds: number): string {
    return this.jwt.sign(
      { typ: 'access', sid: session.id },
      {
        secret: this.signing.secret,
        algorithm: TOKEN_ALGORITHM,
        issuer: TOKEN_ISSUER,
        audience,
        subject: session.userId,
        jwtid: randomUUID(),
        expiresIn: seconds,
      },
    );
  }

  /** The session a token names. Throws `auth.unauthenticated` for a token that is not good for this audience. */
  read(token: string, audience: Audience): Pick<Session, 'id' | 'userId'> {
    const claims = this.verify(token, audience);
    if (!claims || !namesSession(claims)) throw new DomainError('auth.unauthenticated', 'unauthenticated');
    return { id: claims.sid, userId: claims.sub };
  }

  private verify(token: string, audience: Audience): Partial<TokenClaims> | undefined {
    try {
      return this.jwt.verify<TokenClaims>(token, {
        secret: this.signing.secret,
        algorithms: [TOKEN_ALGORITHM],
        issuer: TOKEN_ISSUER,
        audience,
      });
    } catch {
      return undefined;
    }
  }
}
